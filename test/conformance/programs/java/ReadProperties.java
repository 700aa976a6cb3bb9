import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Properties;
import java.util.TreeMap;

/** Prints what Java reads from each properties file: for each a line of `name value`, in base64, and an empty line. */
public class ReadProperties {
  public static void main(String[] files) throws Exception {
    Base64.Encoder base64 = Base64.getEncoder();
    StringBuilder out = new StringBuilder();
    for (String file : files) {
      Properties read = new Properties();
      try (InputStream stream = new FileInputStream(file)) {
        read.load(stream);
      }
      TreeMap<Object, Object> sorted = new TreeMap<>(read);
      sorted.forEach((name, value) -> out
          .append(base64.encodeToString(name.toString().getBytes(StandardCharsets.UTF_8)))
          .append(' ')
          .append(base64.encodeToString(value.toString().getBytes(StandardCharsets.UTF_8)))
          .append('\n'));
      out.append('\n');
    }
    System.out.print(out);
  }
}
