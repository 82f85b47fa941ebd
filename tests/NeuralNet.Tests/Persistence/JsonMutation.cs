using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>
/// Changes the structure of a JSON text at random to another JSON text: removed, repeated and renamed keys, values of other types, numbers
/// beyond all limits, exchanged parts, deep nesting, unusual names.
/// </summary>
internal static class JsonMutation
{
    private static readonly string[] Numbers =
    [
        "0", "-0", "-1", "0.5", "1e-400", "1e400", "-1e400", "1e308", "3.5e38", "2147483647", "2147483648", "-2147483648", "16777217",
        "4294967296", "9007199254740993", "9223372036854775807", "9223372036854775808", "99999999999999999999", "1E+2", "1073741824",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "false", "\"\"", "\"0\"", "\"NaN\"", "\"Infinity\"", "\"relu\"", "\"Dense\"", "\"InputLayer\"", "\"a/b\"", "\"\\u0000\"",
        "\"__metadata__\"", "\"..\"", "[]", "{}", "[[]]", "[null]", "[1,2,3]", "{\"class_name\":\"Dense\",\"config\":{\"units\":2}}",
        "{\"class_name\":null}", "\"\\ud83d\\ude42\"",
    ];

    public static string Apply(string text, Random random)
    {
        JsonNode root = JsonNode.Parse(text)!;
        var raw = new List<string>();
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            List<JsonNode> parts = PartsOf(root);
            if (parts.Count > 0)
                Change(parts[random.Next(parts.Count)], parts, raw, random);
        }

        string changed = root.ToJsonString();
        for (int i = 0; i < raw.Count; i++)
            changed = changed.Replace($"\"{Placeholder(i)}\"", raw[i], StringComparison.Ordinal);
        return changed;
    }

    private static void Change(JsonNode part, List<JsonNode> parts, List<string> raw, Random random)
    {
        switch (random.Next(9))
        {
            case 0:
                Remove(part);
                break;
            case 1:
                Double(part, raw);
                break;
            case 2:
                Rename(part, parts, random);
                break;
            case 3:
                Replace(part, Values[random.Next(Values.Length)], raw);
                break;
            case 4:
                Replace(part, parts[random.Next(parts.Count)].ToJsonString(), raw);
                break;
            case 5:
                Replace(part, Nested(random.Next(2) == 0 ? 70 : 20_000, random.Next(2) == 0), raw);
                break;
            case 6 when part is JsonArray { Count: > 0 } list:
                list.Add((JsonNode?)Raw(list[random.Next(list.Count)]?.ToJsonString() ?? "null", raw));
                break;
            default:
                List<JsonNode> numbers = parts.FindAll(candidate => candidate.GetValueKind() == JsonValueKind.Number);
                Replace(numbers.Count > 0 ? numbers[random.Next(numbers.Count)] : part, Numbers[random.Next(Numbers.Length)], raw);
                break;
        }
    }

    private static void Remove(JsonNode part)
    {
        if (part.Parent is JsonObject members)
            members.Remove(part.GetPropertyName());
        else if (part.Parent is JsonArray list)
            list.RemoveAt(part.GetElementIndex());
    }

    /// <summary>Repeats a key or an element.</summary>
    private static void Double(JsonNode part, List<string> raw)
    {
        string text = part.ToJsonString();
        if (part.Parent is JsonObject members)
            Replace(part, $"{text},{JsonValue.Create(part.GetPropertyName()).ToJsonString()}:{text}", raw);
        else if (part.Parent is JsonArray)
            Replace(part, $"{text},{text}", raw);
    }

    private static void Rename(JsonNode part, List<JsonNode> parts, Random random)
    {
        if (part.Parent is not JsonObject members)
            return;
        JsonNode other = parts[random.Next(parts.Count)];
        string name = random.Next(3) > 0 && other.Parent is JsonObject ? other.GetPropertyName() : Nested(3, isList: true);
        members.Remove(part.GetPropertyName());
        members[name] = part;
    }

    private static void Replace(JsonNode part, string text, List<string> raw)
    {
        if (part.Parent is not null)
            part.ReplaceWith(Raw(text, raw));
    }

    /// <summary>
    /// Returns a placeholder for a value that no node can represent, such as 1e400, which replaces it in the text at the end.
    /// </summary>
    private static JsonValue Raw(string text, List<string> raw)
    {
        raw.Add(text);
        return JsonValue.Create(Placeholder(raw.Count - 1));
    }

    private static string Placeholder(int number) => string.Create(CultureInfo.InvariantCulture, $"@raw{number}@");

    private static string Nested(int depth, bool isList) => isList
        ? new string('[', depth) + new string(']', depth)
        : string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

    private static List<JsonNode> PartsOf(JsonNode root)
    {
        var parts = new List<JsonNode>();
        var open = new Stack<JsonNode>([root]);
        while (open.TryPop(out JsonNode? node))
        {
            IEnumerable<JsonNode?> children = node switch
            {
                JsonObject members => members.Select(pair => pair.Value),
                JsonArray list => list,
                _ => [],
            };
            foreach (JsonNode child in children.OfType<JsonNode>())
            {
                parts.Add(child);
                open.Push(child);
            }
        }

        return parts;
    }
}
