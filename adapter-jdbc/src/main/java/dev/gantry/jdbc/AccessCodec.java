package dev.gantry.jdbc;

import dev.gantry.domain.AccessList;
import dev.gantry.domain.GroupName;
import dev.gantry.domain.Permission;
import dev.gantry.domain.UserId;
import java.util.HashMap;
import java.util.Map;

/** Packs with whom a bucket is shared. */
final class AccessCodec {

    private static final int VERSION = 1;

    private AccessCodec() {}

    static byte[] pack(AccessList list) {
        Packer out = new Packer(VERSION).number(list.users().size());
        list.users().forEach((user, right) -> out.uuid(user.value()).text(right.name()));
        out.number(list.groups().size());
        list.groups().forEach((group, right) -> out.text(group.value()).text(right.name()));
        return out.toBytes();
    }

    static AccessList unpack(byte[] packed) {
        Unpacker in = new Unpacker(packed, VERSION);
        Map<UserId, Permission> users = new HashMap<>();
        for (int left = in.count(); left > 0; left--) {
            users.put(new UserId(in.uuid()), Permission.valueOf(in.text()));
        }
        Map<GroupName, Permission> groups = new HashMap<>();
        for (int left = in.count(); left > 0; left--) {
            groups.put(new GroupName(in.text()), Permission.valueOf(in.text()));
        }
        in.end();
        return new AccessList(users, groups);
    }
}
