package access

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/account"
)

// fill puts a value other than zero into every field.
func fill(v reflect.Value) {
	for i := range v.NumField() {
		switch f := v.Field(i); f.Interface().(type) {
		case time.Time:
			f.Set(reflect.ValueOf(time.Date(2026, 4, 3, 8, 0, i, 0, time.UTC)))
		case []string:
			f.Set(reflect.ValueOf([]string{"a", "b"}))
		case []account.Role:
			f.Set(reflect.ValueOf([]account.Role{account.Driver}))
		case bool:
			f.SetBool(true)
		case int64:
			f.SetInt(int64(i + 1))
		default:
			f.SetString(string(rune('a' + i)))
		}
	}
}

// there and back through JSON.
func roundTrip[N, S any](t *testing.T, there func(N) S, back func(S) N, derived ...string) {
	t.Helper()
	var v N
	fill(reflect.ValueOf(&v).Elem())
	for _, name := range derived {
		reflect.ValueOf(&v).Elem().FieldByName(name).SetZero()
	}
	b, err := json.Marshal(there(v))
	if err != nil {
		t.Fatal(err)
	}
	var s S
	if err := json.Unmarshal(b, &s); err != nil {
		t.Fatal(err)
	}
	if got := back(s); !reflect.DeepEqual(got, v) {
		t.Errorf("%+v\ncame back as\n%+v", v, got)
	}
}

func TestStoredFormsDropNothing(t *testing.T) {
	roundTrip(t, func(p account.Person) storedPerson { return storedPerson(p) }, func(s storedPerson) account.Person { return account.Person(s) })
	roundTrip(t, func(v account.Session) storedSession { return storedSession(v) }, func(s storedSession) account.Session { return account.Session(s) })
	roundTrip(t, func(e account.Enrolment) storedEnrolment { return storeEnrolment(e, "code") }, storedEnrolment.enrolment)
	roundTrip(t, func(l storedLogin) storedLogin { return l }, func(l storedLogin) storedLogin { return l })
	roundTrip(t, func(d account.Device) storedDevice {
		return storedDevice{ID: d.ID, Person: d.Person, Epoch: d.Epoch, Label: d.Label, Enrolled: d.Enrolled,
			Charter: d.Charter, Expired: d.Expired, Revoked: d.Revoked, By: d.By}
	}, storedDevice.device, "Name", "Locale", "Access")
}
