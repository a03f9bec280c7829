// Package slipcode makes what is printed on a slip so that anybody can point at
// it: the secret in the QR, and a short code to type when the camera does not
// work. Both are derived from one key of the service, so that a slip can be
// printed again while the store holds only hashes of what opens it.
//
// It is pure: no clock, no randomness, no I/O.
package slipcode

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"strings"
)

// Codes are the two ways to point at one slip.
type Codes struct {
	Secret string // 26 signs A-Z 2-7: 128 bits, for the QR's address
	Short  string // 8 signs of Alphabet, the last one checks the others
}

// Alphabet holds the signs of short codes. No two are easily taken for one
// another, written or spoken on the telephone; there are 23, a prime, so that
// the check sign finds every single wrong sign and every two swapped ones.
const Alphabet = "ACDEFHJKLMNPRTUVWXY3479"

const shortLength = 8

// Maker derives codes from a key of at least 16 bytes.
type Maker struct{ key []byte }

// NewMaker keeps a copy of key.
func NewMaker(key []byte) Maker { return Maker{key: append([]byte(nil), key...)} }

// Codes are those of a slip. attempt is 0, and counts up when a short code is
// found to be another slip's already, or when the codes of a lost paper are to
// stop working.
func (m Maker) Codes(slipID string, attempt int) Codes {
	sum := m.sum("secret", slipID, attempt)
	secret := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:16])
	n := binary.BigEndian.Uint64(m.sum("short", slipID, attempt))
	var b strings.Builder
	for range shortLength - 1 {
		b.WriteByte(Alphabet[n%uint64(len(Alphabet))])
		n /= uint64(len(Alphabet))
	}
	body := b.String()
	return Codes{Secret: secret, Short: body + string(check(body))}
}

func (m Maker) sum(what, slipID string, attempt int) []byte {
	h := hmac.New(sha256.New, m.key)
	h.Write([]byte(what + "\x00" + slipID + "\x00"))
	h.Write(binary.BigEndian.AppendUint32(nil, uint32(attempt)))
	return h.Sum(nil)
}

// check is the sign that makes the weighted sum of all signs a multiple of 23.
func check(body string) byte {
	sum := 0
	for i := range len(body) {
		sum += (i + 2) * strings.IndexByte(Alphabet, body[i])
	}
	return Alphabet[(len(Alphabet)-sum%len(Alphabet))%len(Alphabet)]
}

// Hash is under what the store keeps a secret or a short code: it finds the
// slip, and does not give the code back.
func Hash(code string) string {
	sum := sha256.Sum256([]byte(code))
	return hex.EncodeToString(sum[:])
}

// Show writes a short code as people read it: ABCD-EFGH.
func Show(short string) string {
	if len(short) != shortLength {
		return short
	}
	return short[:4] + "-" + short[4:]
}

// Normal reads what was scanned or typed: a whole address, a secret or a short
// code, in either case, with spaces or dashes. ok is false for anything that
// cannot be a code, such as one with a mistyped sign, so that the store is not
// even asked.
func Normal(typed string) (code string, ok bool) {
	s := strings.TrimSpace(typed)
	if i := strings.LastIndexByte(s, '/'); i >= 0 {
		s = s[i+1:]
	}
	s = strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(s))
	switch len(s) {
	case 26:
		_, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(s)
		return s, err == nil
	case shortLength:
		for i := range len(s) {
			if strings.IndexByte(Alphabet, s[i]) < 0 {
				return "", false
			}
		}
		return s, check(s[:shortLength-1]) == s[shortLength-1]
	}
	return "", false
}

// Marks are the first 16 signs of the two codes' hashes: enough for a phone to
// tell offline whether a code is this slip's, too little to find the code.
func (c Codes) Marks() []string { return []string{Hash(c.Secret)[:16], Hash(c.Short)[:16]} }

// URL is the address in the QR. It is all capitals, which a QR writes in fewer
// modules; scheme and host do not mind, and the page folds the rest.
func URL(base, secret string) string { return strings.ToUpper(base + "/s/" + secret) }
