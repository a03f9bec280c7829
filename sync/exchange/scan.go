package exchange

import (
	"encoding/json"
	"errors"
)

// What is wrong with a piece of JSON.
var (
	errSyntax = errors.New("exchange: not JSON")
	errDeep   = errors.New("exchange: nested too deep")
	errTwice  = errors.New("exchange: a field stands twice")
)

// maxDepth bounds the nesting of one act; the open brackets are bits of a uint64.
const maxDepth = 32

func space(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

func skipSpace(b []byte, i int) int {
	for i < len(b) && space(b[i]) {
		i++
	}
	return i
}

// skipString returns the index after the string that opens at b[i], or -1. It
// only looks for the end.
func skipString(b []byte, i int) int {
	for i++; i < len(b); i++ {
		switch b[i] {
		case '"':
			return i + 1
		case '\\':
			i++
		}
	}
	return -1
}

// skipValue returns the index after the value that starts at b[i], or -1. It
// matches brackets and quotes and nothing else, so that a value that is not
// JSON (NaN, a bad number) spoils itself alone and not its neighbours.
func skipValue(b []byte, i int) int {
	start, depth := i, 0
	for i < len(b) {
		if c := b[i]; depth > 0 && '#' <= c && c <= '9' { // digits and commas, most of a signature
			i++
			continue
		}
		switch b[i] {
		case '"':
			if i = skipString(b, i); i < 0 {
				return -1
			}
			if depth == 0 {
				return i
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return orNone(start, i)
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ',', ' ', '\n', '\t', '\r':
			if depth == 0 {
				return orNone(start, i)
			}
		}
		i++
	}
	if depth > 0 {
		return -1
	}
	return orNone(start, i)
}

func orNone(start, end int) int {
	if start == end {
		return -1
	}
	return end
}

// text reads a string; one without escapes needs no decoder.
func text(quoted []byte) (s string, err error) {
	plain := quoted[1 : len(quoted)-1]
	for _, c := range plain {
		if c < ' ' || c > '~' || c == '\\' {
			if json.Unmarshal(quoted, &s) != nil {
				return "", errSyntax
			}
			return s, nil
		}
	}
	return string(plain), nil
}

// fields calls each for every field of the one object in b. Names are matched
// exactly, unlike encoding/json; a name that stands twice is errTwice.
func fields(b []byte, each func(name string, value []byte) error) error {
	i := skipSpace(b, 0)
	if i >= len(b) || b[i] != '{' {
		return errSyntax
	}
	seen := make(map[string]bool, 12)
	for first := true; ; first = false {
		i = skipSpace(b, i+1) // after '{' or ','
		if first && i < len(b) && b[i] == '}' {
			break
		}
		if i >= len(b) || b[i] != '"' {
			return errSyntax
		}
		end := skipString(b, i)
		if end < 0 {
			return errSyntax
		}
		name, err := text(b[i:end])
		if err != nil {
			return err
		}
		if i = skipSpace(b, end); i >= len(b) || b[i] != ':' {
			return errSyntax
		}
		i = skipSpace(b, i+1)
		if end = skipValue(b, i); end < 0 {
			return errSyntax
		}
		if seen[name] {
			return errTwice
		}
		seen[name] = true
		if err := each(name, b[i:end]); err != nil {
			return err
		}
		if i = skipSpace(b, end); i >= len(b) || b[i] != ',' {
			break
		}
	}
	if i >= len(b) || b[i] != '}' || skipSpace(b, i+1) != len(b) {
		return errSyntax
	}
	return nil
}

// elements returns the values of the one array in b, at most limit+1 of them.
func elements(b []byte, limit int) ([][]byte, error) {
	i := skipSpace(b, 0)
	if i >= len(b) || b[i] != '[' {
		return nil, errSyntax
	}
	var vs [][]byte
	for {
		i = skipSpace(b, i+1) // after '[' or ','
		if len(vs) == 0 && i < len(b) && b[i] == ']' {
			break
		}
		end := skipValue(b, i)
		if end < 0 {
			return nil, errSyntax
		}
		if vs = append(vs, b[i:end:end]); len(vs) > limit {
			return vs, nil
		}
		if i = skipSpace(b, end); i >= len(b) || b[i] != ',' {
			break
		}
	}
	if i >= len(b) || b[i] != ']' || skipSpace(b, i+1) != len(b) {
		return nil, errSyntax
	}
	return vs, nil
}

// check says whether b is exactly one JSON value, at most maxDepth deep. It
// does not recurse and looks at each byte once.
func check(b []byte) error {
	var objects uint64 // bit d: is the bracket at depth d an object?
	depth, i := 0, skipSpace(b, 0)
	wantKey := false
	for {
		if wantKey {
			if i >= len(b) || b[i] != '"' {
				return errSyntax
			}
			if i = checkString(b, i); i < 0 {
				return errSyntax
			}
			if i = skipSpace(b, i); i >= len(b) || b[i] != ':' {
				return errSyntax
			}
			i = skipSpace(b, i+1)
		}
		if i >= len(b) {
			return errSyntax
		}
		if c := b[i]; c == '{' || c == '[' {
			if depth == maxDepth {
				return errDeep
			}
			wantKey = c == '{'
			objects &^= 1 << depth
			if wantKey {
				objects |= 1 << depth
			}
			depth++
			i = skipSpace(b, i+1)
			if i >= len(b) || b[i] != c+2 { // '}' is '{'+2, ']' is '['+2
				continue
			}
		} else if i = checkScalar(b, i); i < 0 {
			return errSyntax
		}
		// A value has ended, or an empty bracket is about to: close what closes.
		for {
			if i = skipSpace(b, i); depth == 0 {
				if i != len(b) {
					return errSyntax
				}
				return nil
			}
			wantKey = objects>>(depth-1)&1 == 1
			if i >= len(b) {
				return errSyntax
			}
			if b[i] == ',' {
				i = skipSpace(b, i+1)
				break
			}
			if wantKey && b[i] != '}' || !wantKey && b[i] != ']' {
				return errSyntax
			}
			depth--
			i++
		}
	}
}

// checkScalar returns the index after the string, number or word at b[i], or -1.
func checkScalar(b []byte, i int) int {
	switch c := b[i]; {
	case c == '"':
		return checkString(b, i)
	case c == '-' || c >= '0' && c <= '9':
		return checkNumber(b, i)
	}
	for _, word := range []string{"true", "false", "null"} {
		if len(b)-i >= len(word) && string(b[i:i+len(word)]) == word {
			return i + len(word)
		}
	}
	return -1
}

func checkString(b []byte, i int) int {
	for i++; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			return i + 1
		case c < ' ':
			return -1
		case c == '\\':
			if i++; i >= len(b) {
				return -1
			}
			switch b[i] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			case 'u':
				for end := i + 4; i < end; {
					if i++; i >= len(b) || !hex(b[i]) {
						return -1
					}
				}
			default:
				return -1
			}
		}
	}
	return -1
}

func hex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func checkNumber(b []byte, i int) int {
	if b[i] == '-' {
		i++
	}
	from := i
	if i = digits(b, i); i == from || i-from > 1 && b[from] == '0' {
		return -1
	}
	if i < len(b) && b[i] == '.' {
		from = i + 1
		if i = digits(b, from); i == from {
			return -1
		}
	}
	if i < len(b) && (b[i] == 'e' || b[i] == 'E') {
		if i++; i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		from = i
		if i = digits(b, i); i == from {
			return -1
		}
	}
	return i
}

func digits(b []byte, i int) int {
	for i < len(b) && b[i] >= '0' && b[i] <= '9' {
		i++
	}
	return i
}
