package exchange

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/portage-livraison/portage/sync/slip"
)

// errDown is what a storage says that cannot say.
var errDown = errors.New("storage is down")

// mem is a small storage behind all ports. fail decides before each call, and
// after each one that wrote, whether the caller hears errDown: so both "not
// done" and "done, answer lost" are tried.
type mem struct {
	mu     sync.Mutex
	inbox  map[string]Record
	held   map[string]HeldAct
	slips  map[string]Loaded
	phones map[string]Phone
	calls  int
	fail   func(call int) bool
	before func(slip string) // runs when a slip was loaded and not yet saved
	people map[string]string // slip: who sees it
	told   []Happening
}

func newMem() *mem {
	return &mem{inbox: map[string]Record{}, held: map[string]HeldAct{}, slips: map[string]Loaded{}, phones: map[string]Phone{}, people: map[string]string{}}
}

func (m *mem) down() bool {
	m.calls++
	return m.fail != nil && m.fail(m.calls)
}

func each(n int, f func(int) error) []error {
	errs := make([]error, n)
	for i := range errs {
		errs[i] = f(i)
	}
	return errs
}

// write runs f for each of n under the lock, with a fault before and one after.
func (m *mem) write(n int, f func(int) error) []error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.down() {
		return each(n, func(int) error { return errDown })
	}
	errs := each(n, f)
	if m.down() {
		return each(n, func(int) error { return errDown })
	}
	return errs
}

func read[T any](m *mem, in map[string]T, id string) (T, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := in[id]
	switch {
	case m.down():
		return v, errDown
	case !ok:
		return v, ErrNone
	}
	return v, nil
}

func (m *mem) Receive(_ context.Context, rs []Record) []error {
	return m.write(len(rs), func(i int) error {
		if _, ok := m.inbox[rs[i].ID]; ok {
			return ErrTaken
		}
		rs[i].Raw = slices.Clone(rs[i].Raw)
		m.inbox[rs[i].ID] = rs[i]
		return nil
	})
}

func (m *mem) Received(_ context.Context, id string) (Record, error) { return read(m, m.inbox, id) }

func (m *mem) Hold(_ context.Context, hs []HeldAct) []error {
	return m.write(len(hs), func(i int) error {
		if _, ok := m.held[hs[i].ID]; ok {
			return ErrTaken
		}
		hs[i].Raw = slices.Clone(hs[i].Raw)
		m.held[hs[i].ID] = hs[i]
		return nil
	})
}

func (m *mem) Release(_ context.Context, ids []string) error {
	return m.write(1, func(int) error {
		for _, id := range ids {
			delete(m.held, id)
		}
		return nil
	})[0]
}

func (m *mem) Load(_ context.Context, ids []string) ([]Loaded, []error) {
	ls := make([]Loaded, len(ids))
	return ls, each(len(ids), func(i int) (err error) {
		if ls[i], err = read(m, m.slips, ids[i]); err != nil {
			return err
		}
		ls[i].Reading = slip.Read(ls[i].Slip()) // what is appended and not saved must not show
		if m.before != nil {
			m.before(ids[i])
		}
		return nil
	})
}

func (m *mem) Save(_ context.Context, ls []Loaded) []error {
	return m.write(len(ls), func(i int) error {
		l := ls[i]
		if m.slips[l.ID].Version != l.Version {
			return ErrMoved
		}
		l.Version++
		m.slips[l.ID] = l
		return nil
	})
}

func (m *mem) Phone(_ context.Context, device, epoch string) (Phone, error) {
	return read(m, m.phones, device+epoch)
}

func (m *mem) SavePhone(_ context.Context, p Phone) error {
	return m.write(1, func(int) error {
		if m.phones[p.Device+p.Epoch].Version != p.Version {
			return ErrMoved
		}
		p.Version++
		m.phones[p.Device+p.Epoch] = p
		return nil
	})[0]
}

func (m *mem) Visible(_ context.Context, person string, _ time.Time) ([]Ref, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.down() {
		return nil, errDown
	}
	var refs []Ref
	for id, who := range m.people {
		if who == person {
			refs = append(refs, Ref{"slip", id, m.slips[id].Version})
		}
	}
	slices.SortFunc(refs, func(a, b Ref) int { return cmpID(a.ID, b.ID) })
	return refs, nil
}

func (m *mem) Read(_ context.Context, _ string, _ time.Time, refs []Ref, _ map[string]Loaded) ([]Doc, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.down() {
		return nil, errDown
	}
	var docs []Doc
	for _, r := range refs {
		body, _ := json.Marshal(slip.Cut(m.slips[r.ID].Slip(), slip.Options{Contact: true}))
		docs = append(docs, Doc{r.Type, r.ID, r.Version, body})
	}
	return docs, nil
}

func (m *mem) Happened(_ context.Context, hs []Happening) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.told = append(m.told, hs...)
}

func cmpID(a, b string) int {
	if a < b {
		return -1
	}
	return 1
}

// undone is the sweeper's work list.
func (m *mem) undone() []Record {
	m.mu.Lock()
	defer m.mu.Unlock()
	var rs []Record
	for _, r := range m.inbox {
		if !m.phones[r.Device+r.Epoch].Done.Has(r.Seq) {
			rs = append(rs, r)
		}
	}
	slices.SortFunc(rs, func(a, b Record) int { return int(a.Seq - b.Seq) })
	return rs
}

func (m *mem) waiting() []HeldAct {
	m.mu.Lock()
	defer m.mu.Unlock()
	var hs []HeldAct
	for _, h := range m.held {
		hs = append(hs, h)
	}
	slices.SortFunc(hs, func(a, b HeldAct) int { return cmpID(a.ID, b.ID) })
	return hs
}

var t0 = time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)

// world is an Exchange on a mem, with a clock that stands.
type world struct {
	*mem
	*Exchange
	t *testing.T
}

func newWorld(t *testing.T) *world {
	m := newMem()
	x := &Exchange{Inbox: m, Slips: m, Phones: m, View: m, Notifier: m, Now: func() time.Time { return t0 }}
	return &world{m, x, t}
}

// addSlip makes a slip of 12.40 euros, assigned to person.
func (w *world) addSlip(id, person string) {
	w.t.Helper()
	s := slip.Slip{ID: id}
	for i, e := range []slip.Entry{
		{Kind: slip.Created, Data: json.RawMessage(`{"number":"26-0001","day":"2026-11-21","sheet":{"household":{"id":"h","name":"Mme Blanc"},"merchant":{"id":"m","name":"Primeur","payee":"Primeur du Port"},"lines":[{"id":"l1","text":"Pommes"}],"amountCents":1240}}`)},
		{Kind: slip.Assigned, Data: json.RawMessage(`{"driver":"` + person + `","round":"r","position":1}`)},
	} {
		e.ID, e.V, e.At, e.Received, e.By, e.Via = id[:35]+string('a'+rune(i)), 1, t0, t0, "desk", slip.ViaDesk
		next, _, err := slip.Append(s, e)
		if err != nil {
			w.t.Fatalf("make slip: %v", err)
		}
		s = next
	}
	w.slips[id] = Loaded{id, 1, slip.Read(s)}
	w.people[id] = person
}

func (w *world) do(s Sender, acts ...string) Answer {
	w.t.Helper()
	a, err := w.Do(w.t.Context(), s, request(s, acts...))
	if err != nil {
		w.t.Fatalf("exchange: %v", err)
	}
	return a
}

func request(s Sender, acts ...string) Request {
	req := Request{Proto: 1, Device: s.Device, Epoch: epochA, App: "1.0.0"}
	for _, a := range acts {
		req.Acts = append(req.Acts, []byte(a))
	}
	return req
}
