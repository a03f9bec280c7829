package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/portage-livraison/portage/server/store"
)

const racers = 8

// testRace has writers compete: nothing acknowledged is lost or doubled.
func testRace(t *testing.T, open func(*testing.T) store.Store) {
	t.Run("insert", func(t *testing.T) { raceInsert(t, open(t)) })
	t.Run("increment", func(t *testing.T) { raceIncrement(t, open(t)) })
	t.Run("resend", func(t *testing.T) { raceResend(t, open(t)) })
	t.Run("batch", func(t *testing.T) { raceBatch(t, open(t)) })
}

// race runs n racers and fails on the first error of any.
func race(t *testing.T, n int, run func(racer int) error) {
	t.Helper()
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { errs[i] = run(i) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// raceInsert has one winner for each id.
func raceInsert(t *testing.T, s store.Store) {
	const ids = 20
	won := make([]int, racers)
	race(t, racers, func(racer int) error {
		for id := range ids {
			switch err := s.Insert(context.Background(), bare(fmt.Sprint(id), strconv.Itoa(racer)))[0]; {
			case err == nil:
				won[racer]++
			case !errors.Is(err, store.ErrExists):
				return err
			}
		}
		return nil
	})
	kept := make([]int, racers)
	for id := range ids {
		d, err := s.Get(context.Background(), "bare", fmt.Sprint(id))
		if err != nil {
			t.Fatal(err)
		}
		racer, err := strconv.Atoi(string(d.Body))
		if err != nil {
			t.Fatal(err)
		}
		kept[racer]++
	}
	if !slices.Equal(won, kept) {
		t.Fatalf("the racers were told of %v inserts, the store holds %v", won, kept)
	}
}

// raceIncrement has every increment count once.
func raceIncrement(t *testing.T, s store.Store) {
	const each = 25
	ctx := context.Background()
	want(t, s.Insert(ctx, slip("n", "", "", 0)), nil)
	race(t, racers, func(int) error {
		for range each {
			_, err := store.Update(ctx, s, "slip", "n", func(d *store.Doc) (bool, error) {
				d.Keys["cents"] = d.Keys["cents"].(int64) + 1
				return true, nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	d, err := s.Get(ctx, "slip", "n")
	if err != nil || d.Keys["cents"] != int64(racers*each) || d.Version != racers*each+1 {
		t.Fatalf("after %d increments the store holds %v, %v", racers*each, d, err)
	}
}

// raceResend has each event take effect once, though every racer sends them all
// twice: the pattern of the phones' exchange.
func raceResend(t *testing.T, s store.Store) {
	const events, slips = 20, 5
	ctx := context.Background()
	var ids []string
	for i := range slips {
		ids = append(ids, fmt.Sprint("s", i))
		want(t, s.Insert(ctx, bare(ids[i], "")), nil)
	}
	race(t, racers, func(racer int) error {
		for n := range 2 * events {
			event := fmt.Sprint((n + racer) % events)
			_, errs := store.UpdateMany(ctx, s, "bare", ids, func(d *store.Doc) (bool, error) {
				if slices.Contains(strings.Fields(string(d.Body)), event) {
					return false, nil
				}
				d.Body = append(append(d.Body, ' '), event...)
				return true, nil
			})
			if err := errors.Join(errs...); err != nil {
				return err
			}
		}
		return nil
	})
	for _, id := range ids {
		d, err := s.Get(ctx, "bare", id)
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Fields(string(d.Body))
		slices.Sort(got)
		if len(got) != events || len(slices.Compact(got)) != events || d.Version != events+1 {
			t.Fatalf("slip %s holds the events %q at version %d", id, d.Body, d.Version)
		}
	}
}

// raceBatch has calls of many documents cross each other: for every document
// and version exactly one call is told that it wrote it.
func raceBatch(t *testing.T, s store.Store) {
	const docs, rounds = 12, 15
	ctx := context.Background()
	for i := range docs {
		want(t, s.Insert(ctx, bare(fmt.Sprint(i), "")), nil)
	}
	wrote := make([]int, racers)
	race(t, racers, func(racer int) error {
		for range rounds {
			var batch []store.Doc
			for i := range docs {
				d, err := s.Get(ctx, "bare", fmt.Sprint((i+racer)%docs))
				if err != nil {
					return err
				}
				batch = append(batch, d)
			}
			for _, err := range s.Put(ctx, batch...) {
				switch {
				case err == nil:
					wrote[racer]++
				case !errors.Is(err, store.ErrConflict):
					return err
				}
			}
		}
		return nil
	})
	told, held := 0, 0
	for _, n := range wrote {
		told += n
	}
	for i := range docs {
		d, err := s.Get(ctx, "bare", fmt.Sprint(i))
		if err != nil {
			t.Fatal(err)
		}
		held += int(d.Version) - 1
	}
	if told != held || told == 0 {
		t.Fatalf("the racers were told of %d writes, the versions count %d", told, held)
	}
}
