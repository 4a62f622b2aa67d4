// examples/service.go
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

// Token is what Tokenwright knows of a token (RFC 7662).
type Token struct {
	Active      bool   `json:"active"`
	Sub         string `json:"sub"`
	EcosystemID string `json:"ecosystem_id"`
	Holder      string `json:"holder"`
}

var client = http.Client{Timeout: 3 * time.Second}

func introspect(token string) (found Token, err error) {
	form := strings.NewReader(url.Values{"token": {token}}.Encode())
	request, err := http.NewRequest("POST", "http://localhost:3000/v1/tokens/introspect", form)
	if err != nil {
		return found, err
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("KEY"))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := client.Do(request)
	if err != nil {
		return found, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return found, fmt.Errorf("Tokenwright answered %s", response.Status)
	}
	err = json.NewDecoder(response.Body).Decode(&found)
	return found, err
}

// verify passes requests with the live token of a user on to next.
func verify(next func(http.ResponseWriter, *http.Request, Token)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		scheme, secret, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		var token Token
		if strings.EqualFold(scheme, "Bearer") && secret != "" {
			var err error
			if token, err = introspect(secret); err != nil {
				http.Error(w, "tokens cannot be checked now", http.StatusServiceUnavailable)
				return
			}
		}
		if !token.Active || token.EcosystemID != "default" || token.Holder != "user" {
			w.Header().Set("WWW-Authenticate", "Bearer")
			http.Error(w, "no live token", http.StatusUnauthorized)
			return
		}
		next(w, r, token)
	}
}

func main() {
	http.HandleFunc("/me", verify(func(w http.ResponseWriter, r *http.Request, token Token) {
		json.NewEncoder(w).Encode(map[string]string{"user": token.Sub})
	}))
	log.Fatal(http.ListenAndServe("localhost:8087", nil))
}
