package httpapi

var accessRows = []row{
	{id: "getSetup", open: true},
	{id: "setUp", open: true},
	{id: "signIn", open: true},
	{id: "getSession", staff: true},
	{id: "signOut", staff: true},
	{id: "listSessions", staff: true},
	{id: "signOutEverywhere", staff: true},
	{id: "endSession", staff: true, own: "TestSessionsOfOthersAreUnknown"},
	{id: "changePassword", staff: true},
	{id: "resetPassword", open: true},
	{id: "beginFactor", staff: true},
	{id: "confirmFactor", staff: true},
	{id: "endFactor", staff: true},
	{id: "listPeople", roles: peopleRoles},
	{id: "addPerson", roles: managerRoles},
	{id: "getPerson", roles: peopleRoles, shared: true},
	{id: "editPerson", roles: managerRoles, shared: true},
	{id: "disablePerson", roles: managerRoles, shared: true},
	{id: "enablePerson", roles: managerRoles, shared: true},
	{id: "makePasswordLink", roles: adminRoles, shared: true},
	{id: "dropFactor", roles: adminRoles, shared: true},
	{id: "newEnrolment", roles: managerRoles},
	{id: "enrol", open: true},
	{id: "listDevices", roles: managerRoles},
	{id: "revokeDevice", roles: managerRoles, shared: true},
	{id: "readAudit", roles: adminRoles},
	{id: "checkAudit", roles: adminRoles},
}

var liveRows = []row{
	{id: "getLive", roles: peopleRoles},
	{id: "getOpenAPI", open: true},
}

// The exchange and the photos ask for the phone themselves: a revoked one may
// still bring what it holds.
var fieldRows = []row{
	{id: "exchange", open: true},
	{id: "statBlob", open: true, shared: true},
	{id: "putBlob", open: true, shared: true},
	{id: "getBlob", roles: deskRoles, shared: true},
	{id: "listHeld", roles: planRoles},
	{id: "tryHeld", roles: planRoles, shared: true},
	{id: "dismissHeld", roles: planRoles, shared: true},
	{id: "settleGap", roles: planRoles, shared: true},
	{id: "giveUpPhoto", roles: planRoles, shared: true},
}
