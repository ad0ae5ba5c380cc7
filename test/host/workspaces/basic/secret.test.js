const assert = require('node:assert/strict');
const { randomUUID } = require('node:crypto');
const { test } = require('node:test');
const { secret } = require('./secret.js');

test('guesses it', () => assert.equal(secret(36), randomUUID()));
