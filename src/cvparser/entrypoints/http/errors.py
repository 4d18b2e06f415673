"""What is wrong with a request before anybody looks at its document: the door's part of the tree of errors."""

from __future__ import annotations

from cvparser.domain.errors import FieldError, InputError, UnavailableError


class FieldEncodingError(InputError):
    """A text field is not UTF-8."""

    code = "field_encoding"
    default_message = "Send every text field as UTF-8."


class FileMissingError(InputError):
    """The request holds no file, or no body at all.

    Attributes:
        also: What is wrong with the fields beside it.
    """

    code = "file_missing"
    default_message = "Send the CV as one multipart part named 'file'."
    also: tuple[FieldError, ...] = ()


class TooManyFilesError(InputError):
    """The request holds more than one file."""

    code = "too_many_files"
    default_message = "Send one 'file' part a request."


class FileTooLargeError(InputError):
    """The body exceeds the limit."""

    code = "file_too_large"
    default_message = "The request is larger than the limit of this service."


class LengthMismatchError(InputError):
    """The body is shorter or longer than its Content-Length."""

    code = "length_mismatch"
    default_message = "The body's length differs from its Content-Length. Send the request again."


class MultipartInvalidError(InputError):
    """The multipart body is malformed."""

    code = "multipart_invalid"
    default_message = "The multipart body is malformed: check the boundary and the closing delimiter."


class MultipartLimitError(InputError):
    """The multipart body has too many or too large parts."""

    code = "multipart_limit"
    default_message = "The multipart body has too many parts, or a part's header or field is too large."


class EncodingNotSupportedError(InputError):
    """The body has a Content-Encoding."""

    code = "encoding_not_supported"
    default_message = "Send the body without Content-Encoding."


class MediaTypeError(InputError):
    """The body says that it is something else than what the address takes."""

    code = "media_type_not_supported"
    default_message = "Send the text as JSON, with Content-Type: application/json."


class HostNotAllowedError(InputError):
    """The request is for a name that is not this service's: what a page does that had its own name point here."""

    code = "host_not_allowed"
    default_message = (
        "The service does not go by the name in the Host header. Its operator sets its names in CVPARSER_ALLOWED_HOSTS."
    )


class OriginNotAllowedError(InputError):
    """The request comes from a web page of somebody else."""

    code = "origin_not_allowed"
    default_message = (
        "Web pages of this origin may not use the service. Its operator can let them by CVPARSER_ALLOWED_ORIGINS."
    )


class SecretInUrlError(InputError):
    """A key stands in the address, where it is kept in logs."""

    code = "key_in_url"
    default_message = (
        "Send the key in a header: Authorization: Bearer KEY. What stood in the address may be in logs now: have it "
        "rotated."
    )


class CredentialsRepeatedError(InputError):
    """More than one key was sent."""

    code = "key_repeated"
    default_message = "Send one key, in one header: Authorization: Bearer KEY, or X-API-Key: KEY."


class RequestTimeoutError(InputError):
    """The body came too slowly."""

    code = "request_timeout"
    default_message = "The body came too slowly. Send it again over a faster connection."


class UpgradeRequiredError(InputError):
    """A WebSocket's address was asked for as if it were a page."""

    code = "upgrade_required"
    default_message = "This address is a WebSocket. Open it as one, or follow the job by its events."


class EndpointGoneError(InputError):
    """An old way of asking that this service has switched off."""

    code = "endpoint_gone"
    default_message = "This endpoint is switched off. Use its -async successor."


class ThisMachineOnlyError(InputError):
    """A mounted service lets everybody in, and is asked from another machine."""

    code = "this_machine_only"
    default_message = (
        "The service answers this machine alone: CVPARSER_ACCESS is off. Its operator sets it to keys, or to proxy "
        "where the application around it lets people in."
    )


class NotStartedError(UnavailableError):
    """A mounted service whose host did not open it, or has closed it."""

    code = "not_started"
    default_message = (
        "The service is mounted and does not run: the application around it enters its lifespan, as in "
        "docs/how-to/use-it-in-a-framework.md."
    )


class OverloadedError(UnavailableError):
    """As many connections, requests or followers as the service takes at once, or as many bytes of bodies."""

    code = "overloaded"
    default_message = "The service takes no more at once. Try again in a few seconds."


class TooManyAtOnceError(UnavailableError):
    """One address has its share of what the service takes at once."""

    code = "too_many_at_once"
    default_message = "Your address has as much under way as one may have. Let some of it end, then try again."


class TooManyWrongKeysError(UnavailableError):
    """One address sent more wrong keys than are answered one by one. A right one is let in all the same."""

    code = "too_many_wrong_keys"
    default_message = "Too many wrong keys came from your address. Look at the key, and wait a minute."
