// examples/lifecycle.ts
import { Tokenwright } from '@tokenwright/client';

const client = new Tokenwright({ baseUrl: 'http://localhost:3000', secret: process.env.KEY! });

const { secret } = await client.tokens.mint('default', 'ada', { expiryType: 'SlidingTtl', ttl: 3600 });
console.log('minted', secret.slice(0, 5));

const found = await client.tokens.introspect(secret);
console.log('verified', found.active, found.sub);

await client.tokens.revokeSecret(secret);
console.log('revoked', (await client.tokens.introspect(secret)).active);
