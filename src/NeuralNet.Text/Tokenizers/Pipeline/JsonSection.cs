using System.Text.Json;

namespace NeuralNet.Text;

/// <summary>A part of a tokenizer.json. Its errors name the file and the path of the setting: <c>model.vocab</c>.</summary>
internal readonly struct JsonSection(JsonElement element, string path, string origin)
{
    /// <summary>The number of characters of a value that a message shows.</summary>
    private const int Shown = 60;

    public JsonElement Element => element;

    /// <summary>The name of the kind: the setting <c>type</c>.</summary>
    public string Type => String("type");

    /// <summary>Returns a part; null if it is absent or null.</summary>
    public JsonSection? Find(string name)
    {
        RequireObject();
        return element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null
            ? new JsonSection(value, Join(name), origin)
            : null;
    }

    public JsonSection Get(string name) => Find(name) ?? throw Error($"the setting '{name}' is missing.");

    public string String(string name) => Get(name).AsString();

    public string? OptionalString(string name) => Find(name)?.AsString();

    public bool Boolean(string name, bool defaultValue) => OptionalBoolean(name) ?? defaultValue;

    public bool? OptionalBoolean(string name) => Find(name) switch
    {
        null => null,
        { Element.ValueKind: JsonValueKind.True } => true,
        { Element.ValueKind: JsonValueKind.False } => false,
        { } other => throw other.Wrong("true or false"),
    };

    /// <summary>Reads a number from 0 to a maximum.</summary>
    public int Int32(string name, int? defaultValue = null, int max = int.MaxValue) => Find(name) is { } value
        ? value.AsInt32(max)
        : defaultValue ?? throw Error($"the setting '{name}' is missing.");

    public string AsString()
    {
        if (element.ValueKind != JsonValueKind.String)
            throw Wrong("a text");
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidDataException($"{origin}: '{path}' has half of a surrogate pair or bytes that are not UTF-8.", exception);
        }
    }

    public int AsInt32(int max) => element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int value) && value >= 0
        && value <= max
        ? value
        : throw Wrong(FormattableString.Invariant($"a whole number from 0 to {max}"));

    public double AsDouble() => element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double value)
        && double.IsFinite(value)
        ? value
        : throw Wrong("a finite number");

    public char AsCharacter(string name)
    {
        string text = String(name);
        return text.Length == 1 ? text[0] : throw Get(name).Wrong("one character");
    }

    /// <summary>Returns the elements of a list.</summary>
    public JsonSection[] Items()
    {
        if (element.ValueKind != JsonValueKind.Array)
            throw Wrong("a list");
        var items = new JsonSection[element.GetArrayLength()];
        int index = 0;
        foreach (JsonElement item in element.EnumerateArray())
            items[index] = new JsonSection(item, FormattableString.Invariant($"{path}[{index++}]"), origin);
        return items;
    }

    /// <summary>Returns the names and values of an object.</summary>
    public IEnumerable<KeyValuePair<string, JsonSection>> Entries()
    {
        RequireObject();
        foreach (JsonProperty property in element.EnumerateObject())
            yield return KeyValuePair.Create(NameOf(property), new JsonSection(property.Value, path, origin));
    }

    /// <summary>Creates the error of a kind that is not read.</summary>
    public InvalidDataException Unknown(string kind, string known) => Error(
        $"the {kind} '{Shorten(Type)}' is none that is read. Known are: {known}.");

    public InvalidDataException Error(string problem) => new($"{origin}: '{(path.Length == 0 ? "the file" : path)}': {problem}");

    public InvalidDataException Wrong(string expected) =>
        new($"{origin}: '{path}' should be {expected}; it is {Shorten(element.GetRawText())}.");

    public static string Shorten(string text) => text.Length <= Shown ? text : string.Concat(text.AsSpan(0, Shown), "…");

    private string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidDataException(
                $"{origin}: a name in '{path}' has half of a surrogate pair or bytes that are not UTF-8.", exception);
        }
    }

    private void RequireObject()
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"{origin}: {(path.Length == 0 ? "the file" : $"'{path}'")} should be an object; it is "
                + $"{Shorten(element.GetRawText())}.");
    }

    private string Join(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
