package store

import "testing"

// A backup is restored and the document is written again: the same version, at
// another time, is another state.
func TestFingerprintTellsStatesApartAcrossARestore(t *testing.T) {
	const noon = 1_795_000_000_000
	seen := map[int64]Doc{}
	for _, d := range []Doc{
		{Version: 1, Time: noon}, {Version: 2, Time: noon}, {Version: 2, Time: noon + 1}, {Version: 8, Time: noon + 60_000}, {Version: 8, Time: noon + 90_000},
	} {
		f := d.Fingerprint()
		if other, twice := seen[f]; twice {
			t.Errorf("%+v and %+v are told alike", d, other)
		}
		if seen[f] = d; f < 0 || f >= 1<<51 {
			t.Errorf("%d does not fit a number of JavaScript twice over", f)
		}
	}
}
