"""Every router of the API, in the order of the documentation."""

from commerce.identity.endpoints import routes as identity

ROUTERS = [
    identity,
]
