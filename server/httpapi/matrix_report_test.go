package httpapi

import "github.com/portage-livraison/portage/server/account"

// Figures without residents' names are everybody's but the drivers'.
var figureRoles = []account.Role{account.Admin, account.Coordinator, account.SocialWorker, account.OrderAgent, account.Observer}

var reportRows = []row{
	{id: "getReport", roles: figureRoles},
	{id: "getReportCSV", roles: figureRoles},
	{id: "getReportPDF", roles: figureRoles},
}
