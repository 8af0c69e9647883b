package cloud

import (
	"fmt"
	"net/http"
)

// The error codes of the Lambda, ECR and CloudWatch APIs that the account answers with.
const (
	CodeNotFound            = "ResourceNotFoundException"                     // 404
	CodeProvisionedNotFound = "ProvisionedConcurrencyConfigNotFoundException" // 404
	CodeConflict            = "ResourceConflictException"                     // 409: it exists already, is in use or is not ready
	CodePreconditionFailed  = "PreconditionFailedException"                   // 412: the RevisionId is not the latest
	CodeTooManyRequests     = "TooManyRequestsException"                      // 429
	CodeInvalidParameter    = "InvalidParameterValueException"                // 400: well formed, but it may not be so
	CodeValidation          = "ValidationException"                           // 400: out of the API's own limits
	CodeTooLarge            = "RequestTooLargeException"                      // 413
	CodeRepositoryNotFound  = "RepositoryNotFoundException"                   // 400
	CodeImageNotFound       = "ImageNotFoundException"                        // 400
	CodeImageExists         = "ImageAlreadyExistsException"                   // 400: the same digest under the same tag
	CodeTagExists           = "ImageTagAlreadyExistsException"                // 400: another digest under the same tag
	CodeMetricsDown         = "InternalServiceFault"                          // 500
	CodeAlarmNotFound       = "ResourceNotFound"                              // 404, CloudWatch's
)

// Error is how the account refuses, as the AWS APIs do.
type Error struct {
	Code    string // such as CodePreconditionFailed
	Status  int    // of HTTP
	Message string
}

// Error is the code and the message.
func (e *Error) Error() string { return e.Code + ": " + e.Message }

func fail(code, format string, args ...any) error {
	return &Error{Code: code, Status: status(code), Message: fmt.Sprintf(format, args...)}
}

func status(code string) int {
	switch code {
	case CodeNotFound, CodeProvisionedNotFound, CodeAlarmNotFound:
		return http.StatusNotFound
	case CodeConflict:
		return http.StatusConflict
	case CodePreconditionFailed:
		return http.StatusPreconditionFailed
	case CodeTooManyRequests:
		return http.StatusTooManyRequests
	case CodeTooLarge:
		return http.StatusRequestEntityTooLarge
	case CodeMetricsDown:
		return http.StatusInternalServerError
	default:
		return http.StatusBadRequest
	}
}

// invalid refuses a value that breaks the API's own limits, in the API's words.
func invalid(value any, field, constraint string) error {
	return fail(CodeValidation, "1 validation error detected: Value '%v' at '%s' failed to satisfy constraint: %s",
		value, field, constraint)
}

// checkRevision is the precondition of every update; an empty one asks for nothing.
func checkRevision(given, current string) error {
	if given != "" && given != current {
		return fail(CodePreconditionFailed, "The Revision Id provided does not match the latest Revision Id. "+
			"Call the GetFunction/GetAlias API to retrieve the latest Revision Id")
	}
	return nil
}
