package slip

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// reader reads JSON in one strict pass, into what it is asked for. It is here
// because a fold reads every entry of a journal: encoding/json takes ten times
// as long over a signature. Names are compared exactly; null is absent.
type reader struct {
	b     []byte
	i     int
	depth int
	bad   bool
	known bool // Append read this before, strictly
}

// maxDepth is how deep values may nest; what a kind asks for nests three deep.
const maxDepth = 64

func (r *reader) fail() { r.bad, r.i = true, len(r.b) }

// peek skips white space and returns the next byte, 0 at the end.
func (r *reader) peek() byte {
	for ; r.i < len(r.b); r.i++ {
		switch c := r.b[r.i]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

// take steps over c, if it is next.
func (r *reader) take(c byte) bool {
	if r.peek() != c {
		return false
	}
	r.i++
	return true
}

// object calls field for each name, which must read the value.
func (r *reader) object(field func(name string)) {
	r.list('{', '}', func() {
		name := r.text()
		if !r.take(':') {
			r.fail()
			return
		}
		field(name)
	})
}

// array calls element for each element, which must read it.
func (r *reader) array(element func()) { r.list('[', ']', element) }

func (r *reader) list(open, shut byte, item func()) {
	if r.depth++; r.depth > maxDepth || !r.take(open) {
		r.fail()
		return
	}
	defer func() { r.depth-- }()
	if r.take(shut) {
		return
	}
	for !r.bad {
		item()
		if r.take(shut) {
			return
		}
		if !r.take(',') {
			r.fail()
		}
	}
}

// null steps over null, if it is next.
func (r *reader) null() bool {
	if r.peek() != 'n' {
		return false
	}
	r.word("null")
	return true
}

func (r *reader) word(w string) {
	if len(r.b)-r.i < len(w) || string(r.b[r.i:r.i+len(w)]) != w {
		r.fail()
		return
	}
	r.i += len(w)
}

// text reads a string.
func (r *reader) text() string {
	if !r.take('"') {
		r.fail()
		return ""
	}
	start, plain := r.i, true
	for ; r.i < len(r.b); r.i++ {
		switch c := r.b[r.i]; {
		case c == '"':
			raw := r.b[start:r.i]
			r.i++
			if plain {
				return string(raw)
			}
			return r.unescape(r.b[start-1 : r.i])
		case c == '\\':
			plain = false
			r.i++
		case c < ' ':
			r.fail()
			return ""
		case c >= utf8.RuneSelf:
			plain = plain && validAt(r.b, &r.i)
		}
	}
	r.fail()
	return ""
}

// validAt says whether a whole UTF-8 character starts at *i, and steps to its
// last byte.
func validAt(b []byte, i *int) bool {
	c, size := utf8.DecodeRune(b[*i:])
	*i += size - 1
	return c != utf8.RuneError || size > 1
}

func (r *reader) unescape(quoted []byte) (s string) {
	if json.Unmarshal(quoted, &s) != nil {
		r.fail()
	}
	return s
}

// integer reads a number without fraction and exponent.
func (r *reader) integer() int64 {
	r.peek()
	start := r.i
	r.number()
	n, err := strconv.ParseInt(string(r.b[start:r.i]), 10, 64)
	if err != nil {
		r.fail()
	}
	return n
}

func (r *reader) boolean() bool {
	if r.peek() == 't' {
		r.word("true")
		return !r.bad
	}
	r.word("false")
	return false
}

// number steps over a number as JSON writes it.
func (r *reader) number() {
	if r.i < len(r.b) && r.b[r.i] == '-' {
		r.i++
	}
	if r.i < len(r.b) && r.b[r.i] == '0' {
		r.i++
	} else {
		r.digits()
	}
	if r.i < len(r.b) && r.b[r.i] == '.' {
		r.i++
		r.digits()
	}
	if r.i < len(r.b) && (r.b[r.i] == 'e' || r.b[r.i] == 'E') {
		r.i++
		if r.i < len(r.b) && (r.b[r.i] == '+' || r.b[r.i] == '-') {
			r.i++
		}
		r.digits()
	}
}

func (r *reader) digits() {
	start := r.i
	for r.i < len(r.b) && '0' <= r.b[r.i] && r.b[r.i] <= '9' {
		r.i++
	}
	if r.i == start {
		r.fail()
	}
}

// skip steps over any value.
func (r *reader) skip() {
	switch c := r.peek(); c {
	case '{':
		r.object(func(string) { r.skip() })
	case '[':
		r.array(r.skip)
	case '"':
		r.text()
	case 't', 'f':
		r.boolean()
	case 'n':
		r.word("null")
	default:
		r.number()
	}
}

// raw steps over any value and returns its bytes.
func (r *reader) raw() []byte {
	r.peek()
	start := r.i
	r.skip()
	return r.b[start:r.i]
}

// end says whether everything was read and right.
func (r *reader) end() bool { return r.peek() == 0 && r.i == len(r.b) && !r.bad }
