<?php
// examples/lifecycle.php
$key = getenv('KEY');
if (!$key) {
    fwrite(STDERR, "Set KEY to the secret of a server token.\n");
    exit(1);
}

function ask(string $path, string $contentType, string $body): ?array
{
    global $key;
    $context = stream_context_create(['http' => [
        'method' => 'POST',
        'header' => ["Authorization: Bearer $key", "Content-Type: $contentType"],
        'content' => $body,
        'timeout' => 10,
    ]]);
    // PHP warns of a status of 400 or more and returns false.
    $answer = file_get_contents("http://localhost:3000/v1$path", false, $context);
    if ($answer === false) {
        exit(1);
    }
    return json_decode($answer, true);
}

$lifetime = json_encode(['expiryType' => 'SlidingTtl', 'ttl' => 3600]);
$secret = ask('/ecosystems/default/users/ada/tokens', 'application/json', $lifetime)['secret'];
echo 'minted ', substr($secret, 0, 5), "\n";

$form = http_build_query(['token' => $secret]);
$found = ask('/tokens/introspect', 'application/x-www-form-urlencoded', $form);
echo 'verified ', var_export($found['active'], true), ' ', $found['sub'], "\n";

ask('/tokens/revoke', 'application/x-www-form-urlencoded', $form);
$found = ask('/tokens/introspect', 'application/x-www-form-urlencoded', $form);
echo 'revoked ', var_export($found['active'], true), "\n";
