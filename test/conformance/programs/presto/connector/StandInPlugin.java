package clpcompile;

import com.facebook.presto.common.type.BigintType;
import com.facebook.presto.common.type.Type;
import com.facebook.presto.common.type.VarcharType;
import com.facebook.presto.spi.ColumnHandle;
import com.facebook.presto.spi.ColumnMetadata;
import com.facebook.presto.spi.ConnectorHandleResolver;
import com.facebook.presto.spi.ConnectorSession;
import com.facebook.presto.spi.ConnectorSplit;
import com.facebook.presto.spi.ConnectorTableHandle;
import com.facebook.presto.spi.ConnectorTableLayout;
import com.facebook.presto.spi.ConnectorTableLayoutHandle;
import com.facebook.presto.spi.ConnectorTableLayoutResult;
import com.facebook.presto.spi.ConnectorTableMetadata;
import com.facebook.presto.spi.Constraint;
import com.facebook.presto.spi.Plugin;
import com.facebook.presto.spi.SchemaTableName;
import com.facebook.presto.spi.SchemaTablePrefix;
import com.facebook.presto.spi.connector.Connector;
import com.facebook.presto.spi.connector.ConnectorContext;
import com.facebook.presto.spi.connector.ConnectorFactory;
import com.facebook.presto.spi.connector.ConnectorMetadata;
import com.facebook.presto.spi.connector.ConnectorRecordSetProvider;
import com.facebook.presto.spi.connector.ConnectorSplitManager;
import com.facebook.presto.spi.connector.ConnectorTransactionHandle;
import com.facebook.presto.spi.transaction.IsolationLevel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * In the place of CLP's connector, which no registry has: it is told the same properties and knows no other, logs
 * in to CLP's database by them, and shows its datasets as tables. It has no data.
 */
public final class StandInPlugin implements Plugin {
  private static final String SCHEMA = "default";

  @Override
  public Iterable<ConnectorFactory> getConnectorFactories() {
    return List.of(new Factory());
  }

  private static UnsupportedOperationException withoutArchives() {
    return new UnsupportedOperationException("A stand-in has no archives");
  }

  private static final class Factory implements ConnectorFactory {
    @Override
    public String getName() {
      return "clp";
    }

    @Override
    public ConnectorHandleResolver getHandleResolver() {
      return new Handles();
    }

    @Override
    public Connector create(String catalog, Map<String, String> config, ConnectorContext context) {
      Database database = new Database(config);
      return new Connector() {
        @Override
        public ConnectorTransactionHandle beginTransaction(IsolationLevel level, boolean readOnly) {
          return Transaction.ONLY;
        }

        @Override
        public ConnectorMetadata getMetadata(ConnectorTransactionHandle transaction) {
          return new Metadata(database);
        }

        @Override
        public ConnectorSplitManager getSplitManager() {
          return (transaction, session, layout, scheduling) -> {
            throw withoutArchives();
          };
        }

        @Override
        public ConnectorRecordSetProvider getRecordSetProvider() {
          return (transaction, session, split, columns) -> {
            throw withoutArchives();
          };
        }
      };
    }
  }

  /** CLP's database, as the properties of the coordinator's catalog lead to it. */
  private static final class Database {
    private static final Set<String> KNOWN =
        new TreeSet<>(
            List.of(
                "clp.metadata-provider-type",
                "clp.metadata-db-url",
                "clp.metadata-db-name",
                "clp.metadata-db-user",
                "clp.metadata-db-password",
                "clp.metadata-table-prefix",
                "clp.split-provider-type",
                "clp.split-filter-provider-type",
                "clp.split-filter-config"));

    /** What a worker is told where archives are on S3; the bucket, by images that know it. */
    private static final Set<String> OF_A_WORKER =
        Set.of(
            "clp.storage-type",
            "clp.s3-auth-provider",
            "clp.s3-access-key-id",
            "clp.s3-bucket",
            "clp.s3-end-point",
            "clp.s3-secret-access-key");

    private final Map<String, String> config;

    Database(Map<String, String> config) {
      this.config = config;
      // A worker is told nothing of the database.
      if (OF_A_WORKER.containsAll(config.keySet())) return;
      if (!new TreeSet<>(config.keySet()).equals(KNOWN)) {
        throw new IllegalArgumentException("The properties are " + config.keySet() + " and not " + KNOWN);
      }
      for (String what : List.of("metadata-provider-type", "split-provider-type", "split-filter-provider-type")) {
        if (!"mysql".equals(config.get("clp." + what))) throw new IllegalArgumentException(what);
      }
      File filter = new File(config.get("clp.split-filter-config"));
      try {
        JsonNode scopes = new ObjectMapper().readTree(filter);
        if (scopes == null || !scopes.isObject()) throw new IllegalArgumentException(filter + " is no object");
        for (JsonNode scope : scopes) {
          if (!scope.isArray()) throw new IllegalArgumentException(filter + " has a scope that is no list");
        }
      } catch (IOException error) {
        throw new IllegalArgumentException("Cannot read " + filter, error);
      }
    }

    /** The first columns of what a query gives. */
    List<List<String>> rows(String table, String columns) {
      Properties login = new Properties();
      login.setProperty("user", config.get("clp.metadata-db-user"));
      login.setProperty("password", config.get("clp.metadata-db-password"));
      String name = config.get("clp.metadata-db-name");
      String query =
          "SELECT " + columns + " FROM `" + name + "`.`" + config.get("clp.metadata-table-prefix") + table + "`";
      List<List<String>> rows = new ArrayList<>();
      try (Connection connection = new com.mysql.cj.jdbc.Driver().connect(config.get("clp.metadata-db-url"), login);
          Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery(query)) {
        while (result.next()) {
          List<String> row = new ArrayList<>();
          for (int at = 1; at <= result.getMetaData().getColumnCount(); at++) row.add(result.getString(at));
          rows.add(row);
        }
      } catch (SQLException error) {
        throw new IllegalStateException(error);
      }
      return rows;
    }

    List<String> datasets() {
      return rows("datasets", "name").stream().map(row -> row.get(0)).toList();
    }

    /** CLP's number of a type says whether it is one of whole numbers. */
    Map<String, Type> columns(String dataset) {
      Map<String, Type> columns = new LinkedHashMap<>();
      for (List<String> row : rows(dataset + "_column_metadata", "name, type")) {
        columns.put(row.get(0), "0".equals(row.get(1)) ? BigintType.BIGINT : VarcharType.VARCHAR);
      }
      return columns;
    }
  }

  private static final class Metadata implements ConnectorMetadata {
    private final Database database;

    Metadata(Database database) {
      this.database = database;
    }

    @Override
    public List<String> listSchemaNames(ConnectorSession session) {
      return List.of(SCHEMA);
    }

    @Override
    public List<SchemaTableName> listTables(ConnectorSession session, Optional<String> schema) {
      if (!schema.orElse(SCHEMA).equals(SCHEMA)) return List.of();
      return database.datasets().stream().map(name -> new SchemaTableName(SCHEMA, name)).toList();
    }

    @Override
    public ConnectorTableHandle getTableHandle(ConnectorSession session, SchemaTableName name) {
      boolean known = name.getSchemaName().equals(SCHEMA) && database.datasets().contains(name.getTableName());
      return known ? new Table(name.getTableName()) : null;
    }

    @Override
    public ConnectorTableMetadata getTableMetadata(ConnectorSession session, ConnectorTableHandle table) {
      return metadataOf(((Table) table).name());
    }

    private ConnectorTableMetadata metadataOf(String dataset) {
      List<ColumnMetadata> columns = new ArrayList<>();
      database
          .columns(dataset)
          .forEach((name, type) -> columns.add(ColumnMetadata.builder().setName(name).setType(type).build()));
      return new ConnectorTableMetadata(new SchemaTableName(SCHEMA, dataset), columns);
    }

    @Override
    public Map<String, ColumnHandle> getColumnHandles(ConnectorSession session, ConnectorTableHandle table) {
      Map<String, ColumnHandle> handles = new LinkedHashMap<>();
      database.columns(((Table) table).name()).forEach((name, type) -> handles.put(name, new Column(name, type)));
      return handles;
    }

    @Override
    public ColumnMetadata getColumnMetadata(ConnectorSession session, ConnectorTableHandle table, ColumnHandle column) {
      Column one = (Column) column;
      return ColumnMetadata.builder().setName(one.name()).setType(one.type()).build();
    }

    @Override
    public Map<SchemaTableName, List<ColumnMetadata>> listTableColumns(
        ConnectorSession session, SchemaTablePrefix prefix) {
      Map<SchemaTableName, List<ColumnMetadata>> tables = new LinkedHashMap<>();
      for (SchemaTableName name : listTables(session, Optional.ofNullable(prefix.getSchemaName()))) {
        if (prefix.getTableName() == null || prefix.getTableName().equals(name.getTableName())) {
          tables.put(name, metadataOf(name.getTableName()).getColumns());
        }
      }
      return tables;
    }

    @Override
    public ConnectorTableLayoutResult getTableLayoutForConstraint(
        ConnectorSession session,
        ConnectorTableHandle table,
        Constraint<ColumnHandle> constraint,
        Optional<Set<ColumnHandle>> wanted) {
      return new ConnectorTableLayoutResult(new ConnectorTableLayout(new Layout()), constraint.getSummary());
    }

    @Override
    public ConnectorTableLayout getTableLayout(ConnectorSession session, ConnectorTableLayoutHandle layout) {
      return new ConnectorTableLayout(layout);
    }
  }

  private record Table(String name) implements ConnectorTableHandle {}

  private record Column(String name, Type type) implements ColumnHandle {}

  private record Layout() implements ConnectorTableLayoutHandle {}

  private enum Transaction implements ConnectorTransactionHandle {
    ONLY
  }

  private static final class Handles implements ConnectorHandleResolver {
    @Override
    public Class<? extends ConnectorTableHandle> getTableHandleClass() {
      return Table.class;
    }

    @Override
    public Class<? extends ConnectorTableLayoutHandle> getTableLayoutHandleClass() {
      return Layout.class;
    }

    @Override
    public Class<? extends ColumnHandle> getColumnHandleClass() {
      return Column.class;
    }

    @Override
    public Class<? extends ConnectorSplit> getSplitClass() {
      throw withoutArchives();
    }

    @Override
    public Class<? extends ConnectorTransactionHandle> getTransactionHandleClass() {
      return Transaction.class;
    }
  }
}
