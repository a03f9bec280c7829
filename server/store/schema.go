package store

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// The limits of every adapter. They are far above what the product writes and
// below what either engine refuses.
const (
	MaxID    = 128     // bytes of an id
	MaxKey   = 1024    // bytes of a string key
	MaxBody  = 2 << 20 // bytes of a body: 1 MB of photo, also when it is base64 in JSON
	MaxLimit = 1000    // documents of a page, values of an In
)

// MetaKind is a kind that every adapter adds by itself and Kinds does not list:
// what a store knows about itself (its identity, a migration). It is not
// exported or migrated.
var MetaKind = Kind{Name: "meta"}

// Shape is a Kind that was checked, with its key names in order.
type Shape struct {
	Kind
	Names []string // the declared keys, sorted
}

// Schema is the checked list of kinds that an adapter was opened with; adapters
// use it to refuse what no engine should see.
type Schema struct {
	kinds  []Kind
	shapes map[string]*Shape
}

// NewSchema checks the declarations: names are ASCII letters and digits and
// start with a letter, are unique without regard to case, and indexes name
// declared keys once.
func NewSchema(kinds []Kind) (*Schema, error) {
	s := &Schema{kinds: slices.Clone(kinds), shapes: map[string]*Shape{}}
	seen := map[string]bool{}
	for _, k := range append(slices.Clone(kinds), MetaKind) {
		if err := checkKind(k); err != nil {
			return nil, err
		}
		if low := strings.ToLower(k.Name); seen[low] {
			return nil, fmt.Errorf("%w: kind %q is declared twice", ErrInvalid, k.Name)
		} else {
			seen[low] = true
		}
		sh := &Shape{Kind: k}
		for name := range k.Keys {
			sh.Names = append(sh.Names, name)
		}
		slices.Sort(sh.Names)
		s.shapes[k.Name] = sh
	}
	return s, nil
}

func checkKind(k Kind) error {
	if !isName(k.Name) {
		return fmt.Errorf("%w: kind name %q", ErrInvalid, k.Name)
	}
	low := map[string]bool{}
	for name, typ := range k.Keys {
		if !isName(name) || low[strings.ToLower(name)] || (typ != String && typ != Int64) {
			return fmt.Errorf("%w: kind %s: key %q", ErrInvalid, k.Name, name)
		}
		low[strings.ToLower(name)] = true
	}
	for n, index := range k.Indexes {
		if slices.ContainsFunc(k.Indexes[:n], func(other []string) bool { return slices.Equal(other, index) }) {
			return fmt.Errorf("%w: kind %s: index on %q twice", ErrInvalid, k.Name, index)
		}
		for i, name := range index {
			if _, ok := k.Keys[name]; !ok || slices.Contains(index[:i], name) {
				return fmt.Errorf("%w: kind %s: index on %q", ErrInvalid, k.Name, name)
			}
		}
		if len(index) == 0 {
			return fmt.Errorf("%w: kind %s: empty index", ErrInvalid, k.Name)
		}
	}
	return nil
}

func isName(s string) bool {
	for i, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != "" && len(s) <= 40
}

// Kinds returns the declarations, without MetaKind.
func (s *Schema) Kinds() []Kind { return slices.Clone(s.kinds) }

// Shapes returns every kind, MetaKind last.
func (s *Schema) Shapes() []*Shape {
	var out []*Shape
	for _, k := range s.kinds {
		out = append(out, s.shapes[k.Name])
	}
	return append(out, s.shapes[MetaKind.Name])
}

// Shape returns the kind of that name, or ErrInvalid.
func (s *Schema) Shape(kind string) (*Shape, error) {
	if sh := s.shapes[kind]; sh != nil {
		return sh, nil
	}
	return nil, fmt.Errorf("%w: kind %q is not declared", ErrInvalid, kind)
}

// CheckID returns the shape of kind if id can be an id of it, else ErrInvalid.
func (s *Schema) CheckID(kind, id string) (*Shape, error) {
	sh, err := s.Shape(kind)
	if err != nil {
		return nil, err
	}
	if id == "" || len(id) > MaxID || !isText(id) {
		return nil, fmt.Errorf("%w: kind %s: id %.*q (%d bytes)", ErrInvalid, kind, MaxID, id, len(id))
	}
	return sh, nil
}

// Check returns the shape of d's kind if d can be stored, else ErrInvalid: every
// declared key is there with its type, and nothing more.
func (s *Schema) Check(d Doc) (*Shape, error) {
	sh, err := s.CheckID(d.Kind, d.ID)
	if err != nil {
		return nil, err
	}
	if len(d.Body) > MaxBody {
		return nil, fmt.Errorf("%w: kind %s: a body of %d bytes", ErrInvalid, d.Kind, len(d.Body))
	}
	for _, name := range sh.Names {
		v, ok := d.Keys[name]
		if !ok {
			return nil, fmt.Errorf("%w: kind %s: key %q is missing", ErrInvalid, d.Kind, name)
		}
		if err := sh.checkValue(name, v); err != nil {
			return nil, err
		}
	}
	if len(d.Keys) > len(sh.Names) {
		return nil, fmt.Errorf("%w: kind %s: a key that is not declared", ErrInvalid, d.Kind)
	}
	return sh, nil
}

func (sh *Shape) checkValue(name string, v any) error {
	switch v := v.(type) {
	case string:
		if sh.Keys[name] == String && len(v) <= MaxKey && isText(v) {
			return nil
		}
	case int64:
		if sh.Keys[name] == Int64 {
			return nil
		}
	}
	return fmt.Errorf("%w: kind %s: key %q holds a %T that does not fit", ErrInvalid, sh.Name, name, v)
}

// isText says whether both engines keep s as it is.
func isText(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

// CheckQuery returns the shape of q's kind if q can be answered, else ErrInvalid.
func (s *Schema) CheckQuery(q Query) (*Shape, error) {
	sh, err := s.Shape(q.Kind)
	if err != nil {
		return nil, err
	}
	if q.Limit < 1 || q.Limit > MaxLimit {
		return nil, fmt.Errorf("%w: kind %s: a limit of %d", ErrInvalid, q.Kind, q.Limit)
	}
	if _, ok := sh.Keys[q.Sort]; q.Sort != "" && !ok {
		return nil, fmt.Errorf("%w: kind %s: sort by %q", ErrInvalid, q.Kind, q.Sort)
	}
	for _, c := range q.Where {
		if err := sh.checkCond(c); err != nil {
			return nil, err
		}
	}
	if err := sh.checkKeys(q); err != nil {
		return nil, err
	}
	if len(q.IDs) > MaxLimit {
		return nil, fmt.Errorf("%w: kind %s: %d ids", ErrInvalid, q.Kind, len(q.IDs))
	}
	for _, id := range q.IDs {
		if _, err := s.CheckID(q.Kind, id); err != nil {
			return nil, err
		}
	}
	return sh, nil
}

func (sh *Shape) checkKeys(q Query) error {
	for _, name := range q.Keys {
		if _, ok := sh.Keys[name]; !ok {
			return fmt.Errorf("%w: kind %s: key %q", ErrInvalid, sh.Name, name)
		}
	}
	if q.Keys != nil && q.Sort != "" && !slices.Contains(q.Keys, q.Sort) {
		return fmt.Errorf("%w: kind %s: sort by %q, which is not read", ErrInvalid, sh.Name, q.Sort)
	}
	return nil
}

// Read are the names of the keys that q reads.
func (sh *Shape) Read(q Query) []string {
	if q.Keys == nil {
		return sh.Names
	}
	return q.Keys
}

func (sh *Shape) checkCond(c Cond) error {
	if _, ok := sh.Keys[c.Key]; !ok {
		return fmt.Errorf("%w: kind %s: condition on %q", ErrInvalid, sh.Name, c.Key)
	}
	one := len(c.Values) == 1
	if c.Op < Eq || c.Op > Lt || c.Op != In && !one || len(c.Values) > MaxLimit {
		return fmt.Errorf("%w: kind %s: condition on %q with %d values", ErrInvalid, sh.Name, c.Key, len(c.Values))
	}
	for _, v := range c.Values {
		if err := sh.checkValue(c.Key, v); err != nil {
			return err
		}
	}
	return nil
}
