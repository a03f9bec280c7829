package httpapi

import "github.com/portage-livraison/portage/server/account"

// Papers show what the desk's own routes show; whoever may read those may print.
var paperRows = []row{
	{id: "printSlips", roles: deskRoles},
	{id: "printLabels", roles: deskRoles},
	{id: "printRound", roles: deskRoles, shared: true},
	{id: "printOwnRound", roles: []account.Role{account.Driver}, own: "TestADriverPrintsTheOwnRoundAlone"},
	{id: "printOwnSlips", roles: []account.Role{account.Driver}, own: "TestADriverPrintsTheOwnRoundAlone"},
	{id: "printCheques", roles: planRoles},
	{id: "printPoster", roles: planRoles, shared: true},
	{id: "printCard", roles: []account.Role{account.Admin, account.Coordinator}},
	{id: "mailSlip", roles: orderRoles, shared: true},
	{id: "getSlipMail", roles: deskRoles, shared: true},
}
