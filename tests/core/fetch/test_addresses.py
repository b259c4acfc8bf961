"""The classifier against Python's own tables and IANA's registries, address by address."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dabir_core.fetch.addresses import Endpoint, IpAddress, Reach, is_private, is_public

ADDRESSES = st.ip_addresses(v=4) | st.ip_addresses(v=6)

NOT_GLOBAL = """
0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.1 127.255.255.255 169.254.0.0
169.254.169.254 169.254.255.255 172.16.0.0 172.31.255.255 192.0.0.0 192.0.0.8 192.0.0.9 192.0.0.170 192.0.0.255
192.0.2.0 192.0.2.255 192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.0 192.168.255.255 192.175.48.1 198.18.0.0
198.19.255.255 198.51.100.0 198.51.100.255 203.0.113.0 203.0.113.255 224.0.0.1 239.255.255.255 240.0.0.0
255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:0:127.0.0.1 64:ff9b::127.0.0.1
64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 100:0:0:1::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:1::1 2001:2::1
2001:3::1 2001:4:112::1 2001:10::1 2001:20::1 2001:30::1 2001:db8::1 2002:7f00:1:: 2002:808:808::1 2620:4f:8000::1
3fff::1 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff 4000::1 5f00::1 fc00::1 fd00:ec2::254 fdff:ffff:ffff::1 fe80::1
fe80::1%2 febf::1 fec0::1 ff02::1 ff0e::1 2606:4700::5efe:7f00:1 2606:4700::200:5efe:a00:1
"""
"""The first, last or best-known addresses of each block that IANA calls special, and of those that carry others."""

GLOBAL = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255
169.255.0.0 172.15.255.255 172.32.0.0 185.147.178.11 191.255.255.255 192.0.1.0 192.0.3.0 192.167.255.255 192.169.0.0
198.17.255.255 198.20.0.0 203.0.112.255 203.0.114.0 223.255.255.255 2001:200::1 2001:4860:4860::8888 2003::1
2606:4700:4700::1111 2a00:1450:4001:81b::200e 3ffe:ffff::1 ::ffff:8.8.8.8 64:ff9b::8.8.8.8
"""
"""Their neighbours, and some that everybody knows."""

STRICTER = tuple(
    map(IPv4Network, ("192.0.0.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.175.48.0/24"))
)
"""Global by the registry in whole or in part, and no place for media: PCP, TURN, AS112, AMT, relays of 6to4."""


@pytest.mark.parametrize("written", NOT_GLOBAL.split())
def test_special_addresses_are_not_public(written: str) -> None:
    assert not is_public(ip_address(written))


@pytest.mark.parametrize("written", GLOBAL.split())
def test_their_neighbours_are(written: str) -> None:
    assert is_public(ip_address(written))


@given(ADDRESSES)
@example(IPv6Address("2002:7f00:1::"))
@example(IPv4Address("224.0.0.1"))
def test_what_python_knows_to_be_special_is_never_public(address: IpAddress) -> None:
    assert not is_public(address) or (address.is_global and not address.is_multicast)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_however_ipv6_carries_it(address: IPv4Address) -> None:
    mapped, translated = (IPv6Address(int(address) + start) for start in (0xFFFF << 32, 0x0064_FF9B << 96))
    assert is_public(mapped) == is_public(translated) == is_public(address)


@given(st.ip_addresses(v=4))
def test_most_of_ipv4_is_public_as_python_says(address: IPv4Address) -> None:
    if not address.is_multicast and not any(address in block for block in STRICTER):
        assert is_public(address) == address.is_global


@given(st.ip_addresses(v=6))
def test_no_ipv6_outside_of_the_unicast_block_is_public_but_what_carries_ipv4(address: IPv6Address) -> None:
    carriers = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))
    if address not in IPv6Network("2000::/3") and not any(address in block for block in carriers):
        assert not is_public(address)


@pytest.mark.parametrize(
    "written", ["127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.9", "100.64.0.1", "198.18.0.7", "::1", "fd12::1"]
)
def test_ones_own_network_is_private(written: str) -> None:
    assert is_private(ip_address(written))


@pytest.mark.parametrize(
    "written",
    [
        *[
            "169.254.169.254",
            "0.0.0.0",
            "::",
            "255.255.255.255",
            "224.0.0.1",
            "fe80::1",
            "100.100.100.200",
            "fd00:ec2::254",
        ],
        *["::ffff:169.254.169.254", "::ffff:100.100.100.200", "8.8.8.8"],
    ],
)
def test_metadata_of_clouds_and_reserved_addresses_are_nobodys_own(written: str) -> None:
    assert not is_private(ip_address(written))


def test_a_server_reaches_the_public_internet_at_the_ports_of_the_web() -> None:
    reach = Reach()
    assert reach.allows(ip_address("8.8.8.8"), 443)
    assert not reach.allows(ip_address("8.8.8.8"), 22)
    assert not reach.allows(ip_address("8.8.8.8"), 6379)
    assert not reach.allows(ip_address("127.0.0.1"), 443)


def test_a_person_may_allow_private_addresses_at_any_port() -> None:
    reach = Reach(private=True)
    assert reach.allows(ip_address("192.168.1.5"), 32400)
    assert not reach.allows(ip_address("169.254.169.254"), 80)
    assert not reach.allows(ip_address("8.8.8.8"), 32400)


def test_an_endpoint_is_exempt_by_its_exact_address_and_port() -> None:
    reach = Reach(exempt=frozenset({Endpoint(ip_address("127.0.0.1"), 10809)}))
    assert reach.allows(ip_address("127.0.0.1"), 10809)
    assert reach.allows(ip_address("::ffff:127.0.0.1"), 10809)
    assert not reach.allows(ip_address("127.0.0.1"), 10808)
    assert not reach.allows(ip_address("127.0.0.2"), 10809)


def test_behind_a_proxy_nothing_but_the_proxy_is_reached() -> None:
    reach = Reach(private=True, exempt=frozenset({Endpoint(ip_address("127.0.0.1"), 10809)}), exempt_only=True)
    assert reach.allows(ip_address("127.0.0.1"), 10809)
    assert not reach.allows(ip_address("8.8.8.8"), 443)
    assert not reach.allows(ip_address("127.0.0.1"), 80)
