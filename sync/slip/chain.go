package slip

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// Canonical is the bytes of e that its hash covers. The hash of an entry is the
// lower-case hex SHA-256 over the hash of the entry before (64 ASCII bytes, none
// for the first) and its canonical bytes: these values, each as its length in
// bytes in decimal, a colon, and the bytes in UTF-8: id, kind, v, seq, basis, at,
// received (both UTC with milliseconds), by, device, via, late, data, the number
// of blobs, for each its sha256 and size, the number of seal, then each. Data is
// the JSON text as the journal has it: without white space between tokens, with
// <, >, &, U+2028 and U+2029 as \u escapes. Absent numbers are 0, absent texts
// empty. sync/vectors/chain.json has cases.
func Canonical(e Entry) []byte {
	fields := []string{
		e.ID, string(e.Kind), strconv.Itoa(e.V), strconv.FormatInt(e.Seq, 10), strconv.FormatInt(e.Basis, 10),
		e.At.UTC().Format(timeLayout), e.Received.UTC().Format(timeLayout),
		e.By, e.Device, string(e.Via), e.Late, string(e.Data),
		strconv.Itoa(len(e.Blobs)),
	}
	for _, b := range e.Blobs {
		fields = append(fields, b.SHA256, strconv.FormatInt(b.Size, 10))
	}
	fields = append(fields, strconv.Itoa(len(e.Seal)))
	fields = append(fields, e.Seal...)
	var out []byte
	for _, s := range fields {
		out = strconv.AppendInt(out, int64(len(s)), 10)
		out = append(out, ':')
		out = append(out, s...)
	}
	return out
}

// chain is the hash of e after an entry with hash previous ("" for the first).
func chain(previous string, e Entry) string {
	sum := sha256.Sum256(append([]byte(previous), Canonical(e)...))
	return hex.EncodeToString(sum[:])
}

// Verify returns nil when every hash of the journal is right, else ErrChain
// naming the first entry that is not as it was written.
func Verify(journal []Entry) error {
	previous := ""
	for _, e := range journal {
		if e.Hash != chain(previous, e) {
			return ErrChain.on(e.ID)
		}
		previous = e.Hash
	}
	return nil
}
