package highs

// The module's functions have short names, which the linker dealt out. This is what they are called in HiGHS's C interface; wasm/README.md says how the list
// is made again for another version.
const (
	fnInit              = "v" // __wasm_call_ctors
	fnMalloc            = "uc"
	fnFree              = "tc"
	fnVersion           = "H"  // Highs_version
	fnCreate            = "F"  // Highs_create
	fnDestroy           = "G"  // Highs_destroy
	fnPassMIP           = "V"  // Highs_passMip
	fnRun               = "N"  // Highs_run
	fnSetBool           = "ia" // Highs_setBoolOptionValue
	fnSetInt            = "ja" // Highs_setIntOptionValue
	fnSetDouble         = "ka" // Highs_setDoubleOptionValue
	fnSetString         = "la" // Highs_setStringOptionValue
	fnChangeColumnsCost = "qb" // Highs_changeColsCostByRange
	fnModelStatus       = "Ga" // Highs_getModelStatus
	fnSolution          = "Ea" // Highs_getSolution
	fnInfoInt           = "Aa" // Highs_getIntInfoValue
	fnInfoDouble        = "Ba" // Highs_getDoubleInfoValue
	fnInfoInt64         = "Ca" // Highs_getInt64InfoValue
)

// Constants of HiGHS's C interface (highs_c_api.h of HiGHS 1.15.1).
const (
	callError = -1 // kHighsStatusError

	formatByRow     = 2 // kHighsMatrixFormatRowwise
	senseMinimise   = 1 // kHighsObjSenseMinimize
	typeContinuous  = 0 // kHighsVarTypeContinuous
	typeInteger     = 1 // kHighsVarTypeInteger
	pointIsFeasible = 2 // kHighsSolutionStatusFeasible

	modelOptimal               = 7  // kHighsModelStatusOptimal
	modelInfeasible            = 8  // kHighsModelStatusInfeasible
	modelUnboundedOrInfeasible = 9  // kHighsModelStatusUnboundedOrInfeasible
	modelUnbounded             = 10 // kHighsModelStatusUnbounded
	modelUnknown               = 15 // kHighsModelStatusUnknown
	modelSolutionLimit         = 16 // kHighsModelStatusSolutionLimit; a limit of nodes too
)
