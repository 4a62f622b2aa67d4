// examples/lifecycle.go
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

var client = http.Client{Timeout: 10 * time.Second}

// Answer holds what this program reads of the answers.
type Answer struct {
	Secret string `json:"secret"`
	Active bool   `json:"active"`
	Sub    string `json:"sub"`
}

func ask(path, contentType, body string) (answer Answer) {
	request, err := http.NewRequest("POST", "http://localhost:3000/v1"+path, strings.NewReader(body))
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("KEY"))
	request.Header.Set("Content-Type", contentType)
	response, err := client.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		log.Fatalf("Tokenwright answered %s", response.Status)
	}
	// The answer to a revocation is empty.
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil && err != io.EOF {
		log.Fatal(err)
	}
	return answer
}

func main() {
	if os.Getenv("KEY") == "" {
		log.Fatal("Set KEY to the secret of a server token.")
	}
	lifetime := `{"expiryType":"SlidingTtl","ttl":3600}`
	secret := ask("/ecosystems/default/users/ada/tokens", "application/json", lifetime).Secret
	fmt.Println("minted", secret[:5])

	form := url.Values{"token": {secret}}.Encode()
	found := ask("/tokens/introspect", "application/x-www-form-urlencoded", form)
	fmt.Println("verified", found.Active, found.Sub)

	ask("/tokens/revoke", "application/x-www-form-urlencoded", form)
	found = ask("/tokens/introspect", "application/x-www-form-urlencoded", form)
	fmt.Println("revoked", found.Active)
}
