package slip

import (
	"cmp"
	"slices"
	"time"
)

// CorrectionWindow is how long after an act its device may take it out, by that
// device's own clock. Later it may while it did nothing more with the slip.
const CorrectionWindow = 15 * time.Minute

// fact is an entry with its data read, ready to fold.
type fact struct {
	*Entry
	d     Data
	err   error
	actor string // the driver it speaks of, "" when a merchant did it
}

// order puts the entries of each device in order of seq among the places that
// this device's entries take. A second entry with a known id is left out.
func order(journal []Entry) []*Entry {
	list := make([]*Entry, 0, len(journal))
	seen := make(map[string]bool, len(journal))
	var devices []string
	for i := range journal {
		e := &journal[i]
		if seen[e.ID] {
			continue
		}
		seen[e.ID] = true
		list = append(list, e)
		if placed(e) && !slices.Contains(devices, e.Device) {
			devices = append(devices, e.Device)
		}
	}
	for _, device := range devices {
		var places []int
		var own []*Entry
		for i, e := range list {
			if placed(e) && e.Device == device {
				places, own = append(places, i), append(own, e)
			}
		}
		slices.SortStableFunc(own, func(a, b *Entry) int { return cmp.Compare(a.Seq, b.Seq) })
		for i, p := range places {
			list[p] = own[i]
		}
	}
	return list
}

func placed(e *Entry) bool { return e.Device != "" && e.Seq > 0 }

// read parses each entry once, where known does not hold it, and names the
// driver it speaks of.
func read(list []*Entry, known parses) []fact {
	facts := make([]fact, len(list))
	driver := "" // as planned at this place
	for i, e := range list {
		d, err := known.of(e)
		facts[i] = fact{Entry: e, d: d, err: err}
		if err == nil && e.Kind == Assigned {
			driver = d.Driver
		}
		facts[i].actor = actor(e, d, driver)
	}
	return facts
}

// actor: on a phone the driver speaks; the desk keys in for a driver it names,
// or else for the planned one; a merchant's page or call speaks for no driver.
func actor(e *Entry, d Data, planned string) string {
	switch {
	case e.Via == ViaApp:
		return e.By
	case (e.Via == ViaQR || e.Via == ViaPhone) && e.Kind == ChequeReturned:
		return ""
	case d.Driver != "":
		return d.Driver
	case planned != "":
		return planned
	}
	return e.By
}

// when is the maker's time where it can be true, else the server's.
func when(e *Entry) Time {
	at := e.At
	if !e.Received.IsZero() && (at.After(e.Received) || e.Received.Sub(at) > 30*24*time.Hour) {
		at = e.Received
	}
	return Time{at.UTC().Truncate(time.Millisecond)}
}
