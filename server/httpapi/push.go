package httpapi

import (
	"context"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/push"
)

// Notices is what the routes about notifications need; package push has it.
type Notices interface {
	Settings(ctx context.Context, who account.User) (push.Settings, error)
	Choose(ctx context.Context, who account.User, off []push.Kind) error
	Subscribe(ctx context.Context, who account.User, s push.Subscription) (again bool, err error)
	Unsubscribe(ctx context.Context, who account.User, endpoint string) error
	Renew(ctx context.Context, old, oldAuth string, s push.Subscription) (again bool, err error)
	SendTest(ctx context.Context, who account.User) error
	Seen(ctx context.Context, id, token string, opened bool) error
	Unseen(ctx context.Context, who account.User) ([]push.Unseen, error)
	KeyAges(ctx context.Context, who account.User) ([]push.KeyAge, error)
	RotateKeys(ctx context.Context, who account.User) error
}

type pushChoice struct {
	Kind push.Kind `json:"kind" enum:"round,ready,noAnswer,problem,cheque,alert"`
	On   bool      `json:"on"`
}

type pushSettingsOutput struct {
	Body struct {
		Enabled bool         `json:"enabled"`
		Key     string       `json:"key" doc:"the applicationServerKey to subscribe with, base64url"`
		Kinds   []pushChoice `json:"kinds" nullable:"false"`
	}
}

type pushSubscription struct {
	Endpoint string `json:"endpoint" maxLength:"1000"`
	P256dh   string `json:"p256dh" maxLength:"100" doc:"base64url"`
	Auth     string `json:"auth" maxLength:"30" doc:"base64url"`
	Key      string `json:"key" maxLength:"100" doc:"the key that it subscribed with"`
}

type subscribeInput struct{ Body pushSubscription }

type subscribeOutput struct {
	Body struct {
		Again bool `json:"again" doc:"drop this subscription and make a new one"`
	}
}

type renewInput struct {
	Body struct {
		Old          string           `json:"old" maxLength:"1000" doc:"the endpoint before"`
		OldAuth      string           `json:"oldAuth" maxLength:"30"`
		Subscription pushSubscription `json:"subscription"`
	}
}

type unsubscribeInput struct {
	Body struct {
		Endpoint string `json:"endpoint" maxLength:"1000"`
	}
}

type chooseInput struct {
	Body struct {
		Off []push.Kind `json:"off" maxItems:"20" nullable:"false"`
	}
}

type seenInput struct {
	Body struct {
		ID    string `json:"id" minLength:"1" maxLength:"64"`
		Token string `json:"token" maxLength:"64"`
		Step  string `json:"step" enum:"shown,opened"`
	}
}

type unseenItem struct {
	Person string     `json:"person"`
	Name   string     `json:"name"`
	Phone  string     `json:"phone,omitempty" doc:"to call"`
	Kind   push.Kind  `json:"kind"`
	Round  string     `json:"round,omitempty"`
	Slip   string     `json:"slip,omitempty"`
	Number string     `json:"number,omitempty"`
	Day    day.Day    `json:"day,omitempty"`
	At     time.Time  `json:"at"`
	State  push.State `json:"state" enum:"waiting,sent,lost,failed,expired,unreachable"`
	Shown  bool       `json:"shown"`
	Late   bool       `json:"late"`
}

type unseenOutput struct {
	Body struct {
		Unseen []unseenItem `json:"unseen" nullable:"false"`
	}
}

type keyAgeItem struct {
	Since time.Time  `json:"since"`
	Until *time.Time `json:"until,omitempty" doc:"when an older key ends to sign"`
}

type keyAgesOutput struct {
	Body struct {
		Keys []keyAgeItem `json:"keys" nullable:"false" doc:"the one in use first; none where nothing is sent"`
	}
}

func (s *Server) pushRoutes() {
	add(s, Route{Method: "GET", Path: "/api/push", ID: "getPush", Summary: "How to subscribe, and what one hears of", Who: SignedIn}, s.getPush)
	add(s, Route{Method: "PUT", Path: "/api/push/kinds", ID: "choosePush", Summary: "Choose what one hears of", Who: SignedIn}, s.choosePush)
	add(s, Route{Method: "PUT", Path: "/api/push/subscription", ID: "subscribePush", Summary: "Note or renew this browser's subscription", Who: SignedIn}, s.subscribePush)
	add(s, Route{Method: "DELETE", Path: "/api/push/subscription", ID: "unsubscribePush", Summary: "End this browser's subscription", Who: SignedIn}, s.unsubscribePush)
	add(s, Route{Method: "POST", Path: "/api/push/renew", ID: "renewPush", Summary: "Replace a subscription that the browser gave up", Who: Anyone}, s.renewPush)
	add(s, Route{Method: "POST", Path: "/api/push/seen", ID: "seenPush", Summary: "Say that a notice was shown or opened", Who: Anyone}, s.seenPush)
	add(s, Route{Method: "POST", Path: "/api/push/test", ID: "testPush", Summary: "Send a notice to one's own browsers", Who: SignedIn}, s.testPush)
	add(s, Route{Method: "GET", Path: "/api/push/unseen", ID: "listUnseen", Summary: "Drivers who did not look at what they were told", Who: Those(account.PlanRounds)}, s.listUnseen)
	add(s, Route{Method: "GET", Path: "/api/push/keys", ID: "listPushKeys", Summary: "How old the keys for push services are", Who: Those(account.ManageSettings)}, s.listPushKeys)
	add(s, Route{Method: "POST", Path: "/api/push/rotate", ID: "rotatePush", Summary: "Make a new key for push services", Who: Those(account.ManageSettings)}, s.rotatePush)
}

func (s *Server) getPush(ctx context.Context, _ *struct{}) (*pushSettingsOutput, error) {
	set, err := s.use.Notices.Settings(ctx, userFrom(ctx))
	if err != nil {
		return nil, err
	}
	out := &pushSettingsOutput{}
	out.Body.Enabled, out.Body.Key, out.Body.Kinds = set.Enabled, set.Key, []pushChoice{}
	for _, k := range set.Kinds {
		out.Body.Kinds = append(out.Body.Kinds, pushChoice(k))
	}
	return out, nil
}

func (s *Server) choosePush(ctx context.Context, in *chooseInput) (*struct{}, error) {
	return nil, s.use.Notices.Choose(ctx, userFrom(ctx), in.Body.Off)
}

func (s *Server) subscribePush(ctx context.Context, in *subscribeInput) (*subscribeOutput, error) {
	return subscribed(s.use.Notices.Subscribe(ctx, userFrom(ctx), push.Subscription(in.Body)))
}

func (s *Server) unsubscribePush(ctx context.Context, in *unsubscribeInput) (*struct{}, error) {
	return nil, s.use.Notices.Unsubscribe(ctx, userFrom(ctx), in.Body.Endpoint)
}

func (s *Server) renewPush(ctx context.Context, in *renewInput) (*subscribeOutput, error) {
	return subscribed(s.use.Notices.Renew(ctx, in.Body.Old, in.Body.OldAuth, push.Subscription(in.Body.Subscription)))
}

func subscribed(again bool, err error) (*subscribeOutput, error) {
	out := &subscribeOutput{}
	out.Body.Again = again
	return out, err
}

func (s *Server) seenPush(ctx context.Context, in *seenInput) (*struct{}, error) {
	return nil, s.use.Notices.Seen(ctx, in.Body.ID, in.Body.Token, in.Body.Step == "opened")
}

func (s *Server) testPush(ctx context.Context, _ *struct{}) (*struct{}, error) {
	return nil, s.use.Notices.SendTest(ctx, userFrom(ctx))
}

func (s *Server) listUnseen(ctx context.Context, _ *struct{}) (*unseenOutput, error) {
	all, err := s.use.Notices.Unseen(ctx, userFrom(ctx))
	if err != nil {
		return nil, err
	}
	out := &unseenOutput{}
	out.Body.Unseen = []unseenItem{}
	for _, u := range all {
		out.Body.Unseen = append(out.Body.Unseen, unseenItem{Person: u.Person, Name: u.Name, Phone: u.Phone, Kind: u.Kind, Round: u.Round,
			Slip: u.Slip, Number: u.Number, Day: u.Day, At: u.At, State: u.State, Shown: u.Shown, Late: u.Late})
	}
	return out, nil
}

func (s *Server) listPushKeys(ctx context.Context, _ *struct{}) (*keyAgesOutput, error) {
	ages, err := s.use.Notices.KeyAges(ctx, userFrom(ctx))
	out := &keyAgesOutput{}
	out.Body.Keys = []keyAgeItem{}
	for _, a := range ages {
		item := keyAgeItem{Since: a.Since}
		if !a.Until.IsZero() {
			item.Until = &a.Until
		}
		out.Body.Keys = append(out.Body.Keys, item)
	}
	return out, err
}

func (s *Server) rotatePush(ctx context.Context, _ *struct{}) (*struct{}, error) {
	return nil, s.use.Notices.RotateKeys(ctx, userFrom(ctx))
}
