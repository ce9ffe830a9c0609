/* pirn_resolve: see <pirn/resolve.h>. */
#include <pirn.h>
#ifndef __PIRN__
int getaddrinfo(const char *host, const char *service,
                const struct addrinfo *hints, struct addrinfo **found);
#endif
/* strerror(3), the same for all threads; the name of a program's own function
 * it is not. */
const char *strerrordesc_np(int error);

/* Errors ------------------------------------------------------------------- */

/* Those of getaddrinfo, by the numbers that they have in glibc and in musl, as
 * -errno. */
PIRN__STATIC int pirn__resolve_result(struct pirn__resolved result)
{
    switch (result.error) {
    case 0:
        return 0;
    case -2: /* EAI_NONAME */
    case -5: /* EAI_NODATA */
    case -9: /* EAI_ADDRFAMILY */
        return -ENOENT;
    case -3: /* EAI_AGAIN */
        return -EAGAIN;
    case -4: /* EAI_FAIL */
        return -EREMOTEIO;
    case -8: /* EAI_SERVICE */
        return -EPROTONOSUPPORT;
    case -6: /* EAI_FAMILY */
        return -EAFNOSUPPORT;
    case -7: /* EAI_SOCKTYPE */
        return -ESOCKTNOSUPPORT;
    case -1: /* EAI_BADFLAGS */
        return -EINVAL;
    case -10: /* EAI_MEMORY */
        return -ENOMEM;
    case -12: /* EAI_OVERFLOW */
        return -EOVERFLOW;
    case -105: /* EAI_IDN_ENCODE */
        return -EILSEQ;
    case -11: /* EAI_SYSTEM */
        return result.system_error ? -result.system_error : -EIO;
    default:
        return -EIO;
    }
}

PIRN__FUNCTION const char *pirn_resolve_error(int rc)
{
    const char *text;
    switch (-rc) {
    case ENOENT:
        return "There is no such name, or it has no such address";
    case EAGAIN:
        return "No server of names answers";
    case EREMOTEIO:
        return "A server of names has failed";
    case EPROTONOSUPPORT:
        return "There is no such service";
    case EILSEQ:
        return "This cannot be a name";
    default:
        text = strerrordesc_np(rc < 0 ? -rc : 0);
        return text ? text : "Unknown error";
    }
}

/* Looking up --------------------------------------------------------------- */

/* Of a number that is too large glibc takes the lowest 16 bits. */
PIRN__STATIC int pirn__is_beyond_ports(const char *service)
{
    unsigned long number = 0;
    if (!service)
        return 0;
    for (; *service >= '0' && *service <= '9' && number <= 65535; service++)
        number = 10 * number + (unsigned)(*service - '0');
    return number > 65535;
}

#ifdef __PIRN__

struct pirn__resolving {
    struct pirn__lookup *lookup; /* NULL: it has been abandoned */
    pirn_op *op;
};

static void pirn__resolve_done(void *arg)
{
    pirn_complete(((struct pirn__resolving *)arg)->op, 0);
}

static void pirn__resolve_start(pirn_op *op, void *arg)
{
    struct pirn__resolving *self = arg;
    self->op = op;
    pirn__lookup_start(self->lookup);
}

static void pirn__resolve_cancel(pirn_op *op, void *arg)
{
    struct pirn__resolving *self = arg;
    if (!pirn__lookup_abandon(self->lookup))
        return;
    self->lookup = NULL;
    pirn_complete(op, -ECANCELED);
}

PIRN__ASYNC int pirn_resolve(const char *host, const char *service,
                             const struct addrinfo *hints,
                             struct addrinfo **found)
{
    struct pirn__resolving self;
    struct pirn__resolved result;
    int rc;
    *found = NULL;
    if (pirn_is_cancelled())
        return PIRN_AWAIT pirn_yield_now();
    if (pirn__is_beyond_ports(service))
        return -EPROTONOSUPPORT;
    if (pirn__resolve_numeric(host, service, hints, found, &result))
        return pirn__resolve_result(result);
    self.lookup =
        pirn__lookup_new(host, service, hints, pirn__resolve_done, &self);
    if (!self.lookup)
        return -ENOMEM;
    rc = PIRN_AWAIT pirn_suspend(pirn__resolve_start, pirn__resolve_cancel,
                                 &self);
    if (!self.lookup)
        return rc;
    result = pirn__lookup_end(self.lookup, found);
    return rc < 0 ? rc : pirn__resolve_result(result);
}

#else

PIRN__ASYNC int pirn_resolve(const char *host, const char *service,
                             const struct addrinfo *hints,
                             struct addrinfo **found)
{
    pirn_resolver *resolver = pirn__elided_resolver;
    struct pirn__resolved result;
    int saved = errno;
    *found = NULL;
    if (pirn__is_beyond_ports(service))
        return -EPROTONOSUPPORT;
    errno = 0;
    result.error =
        (resolver ? resolver : getaddrinfo)(host, service, hints, found);
    result.system_error = errno;
    errno = saved;
    if (result.error)
        *found = NULL;
    return pirn__resolve_result(result);
}

#endif
