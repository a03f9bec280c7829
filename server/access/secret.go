package access

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/portage-livraison/portage/server/account"
)

// newSecret makes 256 random bits as text that fits a cookie, a header and a
// link. What is stored is only its digest.
func newSecret(random io.Reader) (string, error) {
	var b [32]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("random: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b[:]), nil
}

// newCode makes a code to type, from account.CodeAlphabet.
func newCode(random io.Reader, length int) (string, error) {
	const n = len(account.CodeAlphabet)
	code := make([]byte, 0, length)
	var b [16]byte
	for len(code) < length {
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return "", fmt.Errorf("random: %w", err)
		}
		for _, x := range b {
			if int(x) < 256/n*n && len(code) < length { // no sign is likelier than another
				code = append(code, account.CodeAlphabet[int(x)%n])
			}
		}
	}
	return string(code), nil
}

// digest is how a secret is kept. The secrets are random and long, so a plain
// hash is enough; passwords go through hasher instead.
func digest(secret string) string {
	h := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(h[:])
}

// same compares two digests in constant time.
func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
