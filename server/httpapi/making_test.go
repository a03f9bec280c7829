package httpapi

import (
	"encoding/json"
	"testing"
)

// again says of each POST without a key why the same press once more, after an
// answer that was lost, makes nothing twice.
var again = map[string]string{}

func init() {
	for why, ids := range map[string][]string{
		"it asks, and changes nothing": {"listLikelyHouseholds", "printCard"},
		"it says where something stands or belongs: said again, it stands there already": {
			"linkRequest", "resolveReferral", "dropRequest", "reopenRequest", "leaveHousehold", "returnHousehold", "joinHousehold", "partHousehold",
			"keepApart", "cancelOrder", "sendSlip", "readySlip", "unavailableSlip", "stateAmount", "cancelSlip", "reopenSlip", "moveSlip", "putOffSlip",
			"settleSlip", "keyInSlip", "assignSlip", "placeStop", "returnStop", "unpinStop", "orderStops", "publishRound", "moveRound", "cancelRound",
			"restoreRound", "settleAlert", "reopenAlert", "dismissHeld", "tryHeld", "settleGap", "giveUpPhoto", "disablePerson", "enablePerson", "revokeDevice", "renewPush", "seenPush"},
		"what it makes has an id of its own that does not depend on the asking": {"correctSlip", "mailSlip"},
		"it names what it replaces or takes back":                               {"renewSlipCodes", "renewShopCodes", "takeBackSlip"},
		"the last one made is the one that counts":                              {"newEnrolment", "makePasswordLink", "beginFactor", "rotatePush", "testPush"},
		"it uses up a secret, or is about one's own access":                     {"signIn", "setUp", "enrol", "confirmFactor", "changePassword", "resetPassword"},
		"each act carries its own id":                                           {"actAtCounter", "exchange"},
	} {
		for _, id := range ids {
			again[id] = why
		}
	}
}

// TestEveryMakingHasAKey: a route that makes something takes a key under which it
// may be sent again; of every other one it is said why it needs none.
func TestEveryMakingHasAKey(t *testing.T) {
	f := newFixture(t, Services{})
	raw, err := f.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]struct {
			OperationID string
			Parameters  []struct{ Name string }
		}
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	posts := map[string]bool{}
	for _, methods := range doc.Paths {
		op, ok := methods["post"]
		if !ok {
			continue
		}
		posts[op.OperationID] = true
		keyed := false
		for _, p := range op.Parameters {
			keyed = keyed || p.Name == "Idempotency-Key"
		}
		switch why := again[op.OperationID]; {
		case keyed && why != "":
			t.Errorf("%s has a key, and is said not to need one: %s", op.OperationID, why)
		case !keyed && why == "":
			t.Errorf("%s: embed Making, or say why it makes nothing twice", op.OperationID)
		}
	}
	for id := range again {
		if !posts[id] {
			t.Errorf("%s is no POST of the document", id)
		}
	}
}
