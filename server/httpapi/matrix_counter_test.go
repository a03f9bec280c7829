package httpapi

// A shop has no account: the code is the right, and the use-case asks for it.
var counterRows = []row{
	{id: "openCounter", open: true, own: "TestACodeOpensItsOwnSlipsAlone"},
	{id: "printAtCounter", open: true, own: "TestAShopPrintsItsOwnCopyAlone"},
	{id: "actAtCounter", open: true, own: "TestACodeOpensItsOwnSlipsAlone"},
}
