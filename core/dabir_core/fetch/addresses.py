"""Which addresses of the internet a link may lead to; pure.

Deny by default: an IPv4 address must lie outside every block of IANA's special-purpose registry, an IPv6 address inside
2000::/3 and outside of those. An IPv6 address that carries an IPv4 address which the system or the network would
connect to (mapped, NAT64) is judged by that one; the other ways of carrying one (6to4, Teredo, ISATAP) are refused
whole. Python's own `is_global` must agree as well, but does not suffice: its tables differ from version to version, and
it calls 6to4 and ISATAP addresses of private networks global.
Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and its successors), RFC 6052, RFC 5214.
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

IpAddress = IPv4Address | IPv6Address

_SPECIAL_V4: Final = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
_UNICAST_V6: Final = IPv6Network("2000::/3")
_SPECIAL_V6: Final = tuple(
    IPv6Network(block) for block in ["2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"]
)
_NAT64: Final = IPv6Network("64:ff9b::/96")
_ISATAP: Final = frozenset({0x0000_5EFE, 0x0200_5EFE})
"""The upper half of an interface identifier that ends with an IPv4 address."""

_PRIVATE: Final[tuple[IPv4Network | IPv6Network, ...]] = (
    *map(
        IPv4Network,
        ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "198.18.0.0/15"),
    ),
    *map(IPv6Network, ("::1/128", "fc00::/7")),
)
"""With 198.18.0.0/15, from which VPN programs that take all traffic (Clash, sing-box) give each name an address."""

_METADATA: Final = frozenset(map(ip_address, ["100.100.100.200", "fd00:ec2::254", "fd20:ce::254"]))
"""Where clouds keep their machines' secrets, as far as it lies in private blocks; 169.254.169.254 does not."""

WEB_PORTS: Final = frozenset(
    {80, 443, 8000, 8008, 8080, 8081, 8088, 8443, 8880, 8888, 2052, 2053, 2082, 2083, 2086, 2087, 2095, 2096}
)
"""Where web servers and Cloudflare listen, and nothing that speaks another protocol does."""


def is_public(address: IpAddress) -> bool:
    """Whether anybody on the internet may be found there."""
    judged = connected_to(address)
    if isinstance(judged, IPv4Address):
        return judged.is_global and not any(judged in block for block in _SPECIAL_V4)
    is_special = judged not in _UNICAST_V6 or any(judged in block for block in _SPECIAL_V6)
    return judged.is_global and not is_special and (int(judged) >> 32) & 0xFFFF_FFFF not in _ISATAP


def is_private(address: IpAddress) -> bool:
    """Whether it is one's own machine or network; never a cloud's metadata, link-local, multicast or reserved."""
    judged = connected_to(address)
    return judged not in _METADATA and any(judged in block for block in _PRIVATE)


def connected_to(address: IpAddress) -> IpAddress:
    """The IPv4 address that a connection to a mapped or NAT64 address reaches; others as they are, without a scope."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    plain = IPv6Address(int(address))
    return IPv4Address(int(plain) & 0xFFFF_FFFF) if plain in _NAT64 else plain


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address, not a name, and one port."""

    address: IpAddress
    port: int


@dataclass(frozen=True, slots=True)
class Reach:
    """Where connections may go.

    private       one's own machine and network, at any port, besides the public internet at the ports of the web
    exempt        endpoints that are allowed whatever they are
    exempt_only   nothing else is: all goes through a proxy, which is the one that is exempt
    """

    private: bool = False
    exempt: frozenset[Endpoint] = frozenset()
    exempt_only: bool = False

    def allows(self, address: IpAddress, port: int) -> bool:
        """Whether a connection may be made."""
        if Endpoint(connected_to(address), port) in self.exempt:
            return True
        if self.exempt_only:
            return False
        return (is_public(address) and port in WEB_PORTS) or (self.private and is_private(address))
