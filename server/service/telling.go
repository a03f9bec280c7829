package service

import (
	"fmt"
	"slices"
	"time"
)

// Telling says which roles at the desk hear of one kind of news by notification.
// What concerns a driver's own round is told to that driver, whatever it says.
type Telling struct {
	Kind  string   `json:"kind" enum:"ready,noAnswer,problem,cheque,alert"`
	Roles []string `json:"roles" nullable:"false"`
}

// hearing is who hears of a kind while the town says nothing else, and who may.
// A welfare alert is the social worker's alone; cheques and decisions are the
// coordinator's, because only they may open those screens.
type hearing struct{ usual, may []string }

var hearings = map[string]hearing{
	"ready":    {[]string{"coordinator"}, []string{"coordinator", "orderAgent"}},
	"noAnswer": {[]string{"coordinator"}, []string{"coordinator", "socialWorker", "orderAgent"}},
	"problem":  {[]string{"coordinator"}, []string{"coordinator"}},
	"cheque":   {[]string{"coordinator"}, []string{"coordinator"}},
	"alert":    {[]string{"socialWorker"}, []string{"socialWorker"}},
}

// TellingKinds are the kinds that the desk may be told of, in the order of the screens.
var TellingKinds = []string{"ready", "noAnswer", "problem", "cheque", "alert"}

// MayHear lists the roles that may be told of a kind.
func MayHear(kind string) []string { return hearings[kind].may }

// Told lists the roles that hear of a kind; none for a kind that is not told to
// the desk.
func (s Service) Told(kind string) []string {
	i := slices.IndexFunc(s.Tell, func(t Telling) bool { return t.Kind == kind })
	if i < 0 {
		return hearings[kind].usual
	}
	return s.Tell[i].Roles
}

// usualLook is how long a driver may take to look at news while the town says
// nothing else.
const usualLook = 15

// LookWithin is how long a driver may take to look at news before the desk
// should call.
func (s Service) LookWithin() time.Duration {
	if s.LookMinutes == 0 {
		return usualLook * time.Minute
	}
	return time.Duration(s.LookMinutes) * time.Minute
}

func (s Service) checkTelling() error {
	if s.LookMinutes < 0 || s.LookMinutes > 24*60 {
		return ErrRange.On("lookMinutes")
	}
	for i, t := range s.Tell {
		who, known := hearings[t.Kind]
		first := slices.IndexFunc(s.Tell, func(o Telling) bool { return o.Kind == t.Kind })
		if !known || first != i || slices.ContainsFunc(t.Roles, func(r string) bool { return !slices.Contains(who.may, r) }) {
			return ErrTelling.On(fmt.Sprintf("tell[%d]", i))
		}
	}
	return nil
}
