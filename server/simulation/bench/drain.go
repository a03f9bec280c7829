package main

import (
	"context"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/portage-livraison/portage/server/app"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
	"github.com/portage-livraison/portage/sync/phone"
	"github.com/portage-livraison/portage/sync/slip"
)

// The fleet: phones that come back at once, each with acts over its slips, some
// of them with a signature of 4 KB, which is 5 KB as strokes.
const (
	phones = 200
	acts   = 40
	signed = 12
)

// fleet is the phones' side; it counts bytes on the wire, headers included.
type fleet struct {
	client   *http.Client
	up, down atomic.Int64
	requests atomic.Int64
}

type countedConn struct {
	net.Conn
	f *fleet
}

func (c countedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.f.down.Add(int64(n))
	return n, err
}

func (c countedConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.f.up.Add(int64(n))
	return n, err
}

// Do counts a request.
func (f *fleet) Do(r *http.Request) (*http.Response, error) {
	f.requests.Add(1)
	return f.client.Do(r)
}

func newFleet() *fleet {
	f := &fleet{}
	var d net.Dialer
	f.client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: phones,
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			c, err := d.DialContext(ctx, network, addr)
			return countedConn{c, f}, err
		},
	}}
	return f
}

// drain prints what the fleet costs: its return, then asking for news when there
// is none, then a phone's first pull.
func drain(binary string) (err error) {
	dir, err := os.MkdirTemp("", "portage-bench")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	cs, ids, err := fillFleet(dir)
	if err != nil {
		return fmt.Errorf("fill: %w", err)
	}
	p, err := start(binary, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.stop()) }()
	f := newFleet()
	ps := make([]*phone.Phone, phones)
	for i, c := range cs {
		if ps[i], err = f.phone(p, c, ids[i]); err != nil {
			return err
		}
	}
	fmt.Printf("%d phones with %d acts, %d signed, and %d slips each, on %d cores\n", phones, acts, signed, perDriver, runtime.NumCPU())
	fmt.Printf("%-14s %9s %14s %10s %10s %10s %12s %8s\n", "per phone", "wall s", "server CPU ms", "until idle", "bytes up", "bytes down", "requests", "RSS MB")
	ctx := context.Background()
	if err := f.phase(p, "drain", phones, func(i int) error {
		if err := ps[i].Drain(ctx); err != nil || len(ps[i].Slips()) != perDriver {
			return fmt.Errorf("%d slips: %w", len(ps[i].Slips()), err)
		}
		return nil
	}); err != nil {
		return err
	}
	if err := f.phase(p, "idle", 4, func(i int) error {
		have := map[string]int64{}
		for id, d := range ps[i].Disk().Docs {
			have[id] = d.Version
		}
		return f.ask(p, cs[i], digest(have), 0)
	}); err != nil {
		return err
	}
	return f.phase(p, "first pull", 4, func(i int) error { return f.ask(p, cs[i], map[string]int64{}, perDriver) })
}

// fillFleet enrols the phones and plans their slips.
func fillFleet(dir string) (cs []credential, ids [][]string, err error) {
	s, err := embedded.Open(dir, app.Kinds(), embedded.Options{})
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	gate, err := newGate(s)
	if err != nil {
		return nil, nil, err
	}
	ctx := context.Background()
	for d := range phones {
		c, err := enrol(ctx, gate, fmt.Sprintf("10.0.0.%d", d))
		if err != nil {
			return nil, nil, err
		}
		var docs []store.Doc
		var mine []string
		for k := range perDriver {
			doc, err := document(d*perDriver+k, c.driver, time.Now())
			if err != nil {
				return nil, nil, err
			}
			docs, mine = append(docs, doc), append(mine, doc.ID)
		}
		if err := errors.Join(s.Insert(ctx, docs...)...); err != nil {
			return nil, nil, err
		}
		cs, ids = append(cs, c), append(ids, mine)
	}
	return cs, ids, nil
}

// phone is one that was away all day.
func (f *fleet) phone(p *process, c credential, slips []string) (*phone.Phone, error) {
	ph := phone.New(phone.Options{URL: "http://" + p.addr, HTTP: f, Now: time.Now, NewID: newID}, &phone.Disk{Epoch: c.epoch})
	ph.Adopt(c.device, c.secret, c.driver)
	r := mathrand.New(mathrand.NewPCG(1, 7))
	for n := range acts {
		fact := phone.Fact{Kind: slip.PickedUp, Slip: slips[n%len(slips)], Data: map[string]any{"bags": 2, "check": "qr", "lines": []any{
			map[string]any{"line": "1", "state": "taken"}, map[string]any{"line": "2", "state": "replaced", "note": "poireaux remplacés par des carottes"}}}}
		switch {
		case n%3 == 0 && n < 3*signed:
			fact.Kind, fact.Data = slip.HandedOver, map[string]any{"payment": "cheque", "amountCents": 900 + n, "payee": "SARL Primeur",
				"mark": map[string]any{"strokes": strokes(r), "w": 340, "h": 160, "name": "Mme Résidente"}, "check": "code"}
		case n >= len(slips):
			fact.Kind, fact.Data = slip.Note, map[string]any{"text": "sonner deux fois, la personne marche lentement"}
		}
		if _, err := ph.Record(fact); err != nil {
			return nil, err
		}
	}
	return ph, nil
}

// strokes is a signature of eight strokes of eighty points.
func strokes(r *mathrand.Rand) []int {
	var out []int
	for range 8 {
		out = append(out, 80)
		for range 80 {
			out = append(out, 100+r.IntN(300), 100+r.IntN(200))
		}
	}
	return out
}

// ask exchanges without acts and expects so many documents.
func (f *fleet) ask(p *process, c credential, have any, want int) error {
	a, _, err := p.exchange(f, c, c.body(have))
	if got := len(a.Put); err == nil && (got < want || want == 0 && got > 0) {
		return fmt.Errorf("%d documents came", got)
	}
	return err
}

// phase has every phone do something, so many at once, and prints a line.
func (f *fleet) phase(p *process, name string, atOnce int, do func(i int) error) error {
	if err := p.idle(); err != nil {
		return err
	}
	up, down, requests, began := f.up.Load(), f.down.Load(), f.requests.Load(), time.Now()
	before, err := p.cpu()
	if err != nil {
		return err
	}
	errs := make([]error, phones)
	var wg sync.WaitGroup
	for w := range atOnce {
		wg.Go(func() {
			for i := w; i < phones; i += atOnce {
				errs[i] = do(i)
			}
		})
	}
	wg.Wait()
	wall := time.Since(began).Seconds()
	answered, err := p.cpu()
	for _, err := range append(errs, err, p.idle()) {
		if err != nil {
			return err
		}
	}
	after, err := p.cpu()
	if err != nil {
		return err
	}
	const n = phones
	fmt.Printf("%-14s %9.2f %14.2f %10.2f %10d %10d %12s %8.0f\n", name, wall, (answered-before)/n, (after-before)/n, (f.up.Load()-up)/n, (f.down.Load()-down)/n,
		strings.TrimSuffix(fmt.Sprintf("%.1f", float64(f.requests.Load()-requests)/n), ".0"), p.rss())
	return nil
}
