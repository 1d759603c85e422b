package dev.gantry.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One connection with its prepared statements. Used by one thread at a time; the texts of statements are few. */
final class Session implements AutoCloseable {

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    /** Takes the connection over. */
    Session(Connection connection) {
        this.connection = connection;
    }

    /** Makes a value of the row that the result set stands on. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Returns how many rows were changed. */
    int update(String sql, Object... arguments) throws SQLException {
        return bound(sql, arguments).executeUpdate();
    }

    /** Runs statements that take no arguments, each ended by a semicolon at the end of a line. */
    void script(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (String part : sql.split(";\\s*\n")) {
                if (!part.isBlank()) {
                    statement.execute(part);
                }
            }
        }
    }

    <T> List<T> list(String sql, Row<T> row, Object... arguments) throws SQLException {
        List<T> found = new ArrayList<>();
        try (ResultSet rows = bound(sql, arguments).executeQuery()) {
            while (rows.next()) {
                found.add(row.read(rows));
            }
        }
        return found;
    }

    <T> Optional<T> first(String sql, Row<T> row, Object... arguments) throws SQLException {
        return list(sql, row, arguments).stream().findFirst();
    }

    private PreparedStatement bound(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
