package httpapi

import "github.com/portage-livraison/portage/server/account"

var (
	orderRoles  = []account.Role{account.Coordinator, account.OrderAgent}
	planRoles   = []account.Role{account.Coordinator}
	socialRoles = []account.Role{account.SocialWorker}
)

// Households, shops, orders, slips and rounds are the whole desk's; who may read
// the group may name any of them.
var deskRows = []row{
	{id: "getToday", roles: deskRoles},
	{id: "listProblems", roles: planRoles},
	{id: "listAlerts", roles: socialRoles},
	{id: "listCheques", roles: planRoles},
	{id: "getService", roles: peopleRoles},
	{id: "setService", roles: adminRoles},
	{id: "listDays", roles: peopleRoles},
	{id: "listHouseholds", roles: deskRoles},
	{id: "addHousehold", roles: deskRoles},
	{id: "listLikelyHouseholds", roles: deskRoles},
	{id: "getHousehold", roles: deskRoles, shared: true},
	{id: "editHousehold", roles: deskRoles, shared: true},
	{id: "leaveHousehold", roles: deskRoles, shared: true},
	{id: "returnHousehold", roles: deskRoles, shared: true},
	{id: "exceptHousehold", roles: deskRoles, shared: true},
	{id: "listMerchants", roles: deskRoles},
	{id: "addMerchant", roles: planRoles},
	{id: "listNearestMerchants", roles: deskRoles},
	{id: "getCoverage", roles: deskRoles},
	{id: "getMerchant", roles: deskRoles, shared: true},
	{id: "editMerchant", roles: planRoles, shared: true},
	{id: "getShopCodes", roles: planRoles, shared: true},
	{id: "listOrders", roles: deskRoles},
	{id: "placeOrder", roles: orderRoles},
	{id: "getOrder", roles: deskRoles, shared: true},
	{id: "cancelOrder", roles: orderRoles, shared: true},
	{id: "listLots", roles: deskRoles},
	{id: "addLot", roles: orderRoles},
	{id: "listSlips", roles: deskRoles},
	{id: "getSlip", roles: deskRoles, shared: true},
	{id: "getSlipCodes", roles: deskRoles, shared: true},
	{id: "sendSlip", roles: orderRoles, shared: true},
	{id: "readySlip", roles: orderRoles, shared: true},
	{id: "unavailableSlip", roles: orderRoles, shared: true},
	{id: "stateAmount", roles: orderRoles, shared: true},
	{id: "noteSlip", roles: orderRoles, shared: true},
	{id: "cancelSlip", roles: orderRoles, shared: true},
	{id: "reopenSlip", roles: orderRoles, shared: true},
	{id: "moveSlip", roles: orderRoles, shared: true},
	{id: "settleSlip", roles: planRoles, shared: true},
	{id: "assignSlip", roles: planRoles, shared: true},
	{id: "listRounds", roles: deskRoles},
	{id: "newRound", roles: planRoles},
	{id: "getRound", roles: deskRoles, shared: true},
	{id: "equipRound", roles: planRoles, shared: true},
	{id: "placeStop", roles: planRoles, shared: true},
	{id: "unpinStop", roles: planRoles, shared: true},
	{id: "orderStops", roles: planRoles, shared: true},
	{id: "publishRound", roles: planRoles, shared: true},
	{id: "moveRound", roles: planRoles, shared: true},
	{id: "listRequests", roles: deskRoles},
	{id: "noteRequest", roles: deskRoles},
	{id: "getRequest", roles: deskRoles, shared: true},
	{id: "linkRequest", roles: deskRoles, shared: true},
	{id: "resolveReferral", roles: deskRoles, shared: true},
	{id: "dropRequest", roles: deskRoles, shared: true},
	{id: "reopenRequest", roles: deskRoles, shared: true},
	{id: "callRequest", roles: deskRoles, shared: true},
	{id: "getAssessment", roles: socialRoles, shared: true},
	{id: "assessRequest", roles: socialRoles, shared: true},
}
