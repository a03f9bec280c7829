package record_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/household"
	"github.com/portage-livraison/portage/server/merchant"
	"github.com/portage-livraison/portage/server/order"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/request"
	"github.com/portage-livraison/portage/server/round"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// fill gives every field of v, however deep, a value that is not zero.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Float64:
		v.SetFloat(1.5)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		if v.Type() == reflect.TypeFor[*household.Household]() {
			v.Elem().FieldByName("ID").SetString("x") // a record within a record ends here
			return
		}
		fill(v.Elem())
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.SetBytes([]byte(`{"a":1}`))
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(noon))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	default:
		panic("the test cannot fill " + v.Type().String())
	}
}

func roundTrip[T any](t *testing.T, s record.Shelf[T]) {
	t.Helper()
	var v T
	fill(reflect.ValueOf(&v).Elem())
	d, err := s.Encode(v, record.Stamp{By: "claire", At: noon})
	if err != nil {
		t.Fatal(err)
	}
	d.Version = 3
	got, err := s.Decode(d)
	if err != nil || !reflect.DeepEqual(got.Value, v) || got.Version != 3 || got.Last != (record.Stamp{By: "claire", At: noon}) {
		t.Errorf("%s came back as %+v, %v", d.Kind, got, err)
	}
	if len(d.Keys) != len(s.Kind().Keys) {
		t.Errorf("%s has the keys %v, declared are %v", d.Kind, d.Keys, s.Kind().Keys)
	}
	for name, typ := range s.Kind().Keys {
		if _, text := d.Keys[name].(string); text != (typ == store.String) {
			t.Errorf("%s: the key %s is %T", d.Kind, name, d.Keys[name])
		}
	}
	d.Body = []byte(`{"value":`)
	if _, err := s.Decode(d); err == nil {
		t.Errorf("%s: half a document was read", d.Kind)
	}
}

func TestEveryFieldOfEveryNounComesBack(t *testing.T) {
	roundTrip[household.Household](t, record.Households)
	roundTrip[merchant.Merchant](t, record.Merchants)
	roundTrip[order.Order](t, record.Orders)
	roundTrip[order.Lot](t, record.Lots)
	roundTrip[round.Round](t, record.Rounds)
	roundTrip[request.Request](t, record.Requests)
	roundTrip[request.Assessment](t, record.Assessments)
	roundTrip[service.Service](t, record.Services)
	roundTrip(t, record.Counters)
	roundTrip(t, record.Codes)
	roundTrip(t, record.Secrets)
}

func TestAFaceReadFromTheKeysIsTheHouseholds(t *testing.T) {
	h := household.Household{ID: "h", People: []household.Person{{Given: "Odette", Family: "Maréchal"}, {Family: "O’Neill"}},
		Phones: []string{"02 61 91 10 01", "06.39.98.10.02"}, Address: household.Address{Street: "12 bis, av. du Gal Leclerc | esc. B"}}
	d, err := record.Households.Encode(h, record.Stamp{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := record.FaceOf("h", d.Keys), household.FaceOf(h); !reflect.DeepEqual(got, want) {
		t.Errorf("face = %+v, want %+v", got, want)
	}
	if got := record.FaceOf("h", map[string]any{}); len(got.Names)+len(got.Phones) != 0 {
		t.Errorf("no key, and a face: %+v", got)
	}
}

func open(t *testing.T) store.Store {
	t.Helper()
	st, err := embedded.Open(t.TempDir(), record.Kinds(), embedded.Options{Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

func TestShelfKeepsFindsAndChanges(t *testing.T) {
	st, ctx, by := open(t), t.Context(), record.Stamp{By: "claire", At: noon}
	for _, name := range []string{"b", "a"} {
		if err := record.Merchants.Insert(ctx, st, merchant.Merchant{ID: name, Name: name, Trade: "primeur"}, by); err != nil {
			t.Fatal(err)
		}
	}
	if err := record.Merchants.Insert(ctx, st, merchant.Merchant{ID: "a", Name: "a", Trade: "primeur"}, by); err != nil {
		t.Errorf("the same again, as after a lost answer: %v", err)
	}
	if err := record.Merchants.Insert(ctx, st, merchant.Merchant{ID: "a", Name: "other"}, by); !errors.Is(err, store.ErrExists) {
		t.Errorf("another under the same id: %v", err)
	}
	for _, id := range []string{"none", "", string(make([]byte, 500))} {
		if _, err := record.Merchants.Get(ctx, st, id); fault.From(err).Kind != fault.NotFound {
			t.Errorf("Get(%q): %v", id, err)
		}
	}
	all, err := record.Merchants.List(ctx, st, "name", record.Is("trade", "primeur"))
	if err != nil || len(all) != 2 || all[0].Value.ID != "a" {
		t.Errorf("list = %+v, %v", all, err)
	}
	var ids []string
	err = record.Merchants.Keys(ctx, st, func(id string, _ map[string]any) { ids = append(ids, id) }, record.From("name", "b"), record.Before("name", "c"))
	if err != nil || !slices.Equal(ids, []string{"b"}) {
		t.Errorf("keys = %v, %v", ids, err)
	}
	boom := errors.New("no")
	if _, err := record.Merchants.Update(ctx, st, "a", by, func(record.Kept[merchant.Merchant]) (merchant.Merchant, bool, error) {
		return merchant.Merchant{}, true, boom
	}); !errors.Is(err, boom) {
		t.Errorf("a refused change: %v", err)
	}
	if k, _ := record.Merchants.Get(ctx, st, "a"); k.Version != 1 || k.Value.Name != "a" {
		t.Errorf("after it: %+v", k)
	}
}

func TestManyWritersOfOneRecordLoseNothing(t *testing.T) {
	st := open(t)
	if err := record.Counters.Insert(t.Context(), st, record.Counter{Name: "n"}, record.Stamp{At: noon}); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 10 {
				if err := increment(t.Context(), st); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if k, err := record.Counters.Get(t.Context(), st, "n"); err != nil || k.Value.Last != 80 || k.Version != 81 {
		t.Errorf("%+v, %v", k, err)
	}
}

func increment(ctx context.Context, st store.Store) error {
	_, err := record.Counters.Update(ctx, st, "n", record.Stamp{At: noon}, func(was record.Kept[record.Counter]) (record.Counter, bool, error) {
		was.Value.Last++
		return was.Value, true, nil
	})
	return err
}
