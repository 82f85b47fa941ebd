using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// The state of a callback or a metric during training: numbers, strings and tensors by names, from which <see cref="BackupAndRestore"/>
/// restores it in a later process. Every number is restored with the same bits, also infinity.
/// </summary>
public sealed class SavedState
{
    private readonly string path;

    /// <summary>Creates an empty state.</summary>
    public SavedState()
        : this([], new Dictionary<string, Tensor>(StringComparer.Ordinal))
    {
    }

    internal SavedState(JsonObject json, Dictionary<string, Tensor> tensors, string path = "") =>
        (Json, Tensors, this.path) = (json, tensors, path);

    internal JsonObject Json { get; }

    private JsonNode? this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return Json[name];
        }

        set
        {
            ArgumentNullException.ThrowIfNull(name);
            Json[name] = value;
        }
    }

    /// <summary>The tensors of the whole state, of which this one may be a part, by names with the path of the part.</summary>
    internal Dictionary<string, Tensor> Tensors { get; }

    /// <summary>Returns whether there is a number or a string of this name; tensors are not included.</summary>
    public bool Contains(string name) => this[name] is not null;

    /// <summary>Sets an integer.</summary>
    public void Set(string name, long value) => this[name] = value;

    /// <summary>Sets a number.</summary>
    public void Set(string name, double value) => this[name] = ToJson(value);

    /// <summary>Sets a Boolean value.</summary>
    public void Set(string name, bool value) => this[name] = value;

    /// <summary>Sets a list of numbers.</summary>
    public void Set(string name, ReadOnlySpan<double> values)
    {
        var list = new JsonArray();
        foreach (double value in values)
            list.Add((JsonNode)ToJson(value));
        this[name] = list;
    }

    /// <summary>Sets a list of strings.</summary>
    public void Set(string name, IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        this[name] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
    }

    /// <summary>Sets a tensor, which is not copied: the state is written as soon as all callbacks have saved theirs.</summary>
    public void Set(string name, Tensor values)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(values);
        Tensors[path + name] = values;
    }

    /// <summary>Returns an integer.</summary>
    /// <exception cref="FormatException">There is no value of this type and name.</exception>
    public long GetInt64(string name) => this[name] is JsonValue value && value.TryGetValue(out long number)
        ? number
        : throw Configuration.Wrong(name, "a whole number", this[name]);

    /// <summary>Returns an integer.</summary>
    /// <exception cref="FormatException">There is no integer of this name, or it exceeds the range of <see cref="int"/>.</exception>
    public int GetInt32(string name) => GetInt64(name) is >= int.MinValue and <= int.MaxValue and long number
        ? (int)number
        : throw Configuration.Wrong(name, "a whole number of 32 bits", this[name]);

    /// <summary>Returns a number.</summary>
    /// <exception cref="FormatException">There is no value of this type and name.</exception>
    public double GetDouble(string name) => ToDouble(this[name]) ?? throw Configuration.Wrong(name, "a number", this[name]);

    /// <summary>Returns a Boolean value.</summary>
    /// <exception cref="FormatException">There is no value of this type and name.</exception>
    public bool GetBoolean(string name) => this[name] is JsonValue value && value.TryGetValue(out bool truth)
        ? truth
        : throw Configuration.Wrong(name, "true or false", this[name]);

    /// <summary>Returns a list of numbers.</summary>
    /// <param name="name">The name.</param>
    /// <param name="count">The required number of elements; by default any.</param>
    /// <exception cref="FormatException">There is no list of this name and length.</exception>
    public double[] GetDoubles(string name, int? count = null) =>
        this[name] is JsonArray list && (count is null || list.Count == count)
            ? [.. list.Select(item => ToDouble(item) ?? throw Configuration.Wrong(name, "a list of numbers", list))]
            : throw Configuration.Wrong(name, count is null ? "a list of numbers"
            : string.Create(CultureInfo.InvariantCulture, $"a list of {count} numbers"), this[name]);

    /// <summary>Returns a list of strings.</summary>
    /// <exception cref="FormatException">There is no list of this name.</exception>
    public string[] GetStrings(string name) => this[name] is JsonArray list
        ? [.. list.Select(item => item is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : throw Configuration.Wrong(name, "a list of texts", list))]
        : throw Configuration.Wrong(name, "a list of texts", this[name]);

    /// <summary>Returns a tensor.</summary>
    /// <param name="name">The name.</param>
    /// <param name="shape">The required shape.</param>
    /// <exception cref="FormatException">There is no tensor of this name and shape.</exception>
    public Tensor GetTensor(string name, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Tensors.TryGetValue(path + name, out Tensor? tensor) && tensor.Shape.Equals(shape)
            ? tensor
            : throw new FormatException($"The tensor '{path}{name}' should have the shape {shape}; "
                + $"{(tensor is null ? "it is missing" : $"it has {tensor.Shape}")}.");
    }

    /// <summary>Returns the part of a name, with its own names inside; creates an empty one if there is none.</summary>
    internal SavedState Part(string name)
    {
        if (this[name] is null)
            this[name] = new JsonObject();
        return new SavedState(this[name] as JsonObject ?? throw Configuration.Wrong(name, "an object", this[name]), Tensors,
            $"{path}{name}/");
    }

    /// <summary>Returns a whole state with its tensors as text, for another process.</summary>
    internal string ToText()
    {
        var tensors = new JsonObject();
        foreach ((string name, Tensor tensor) in Tensors)
            tensors[name] = new JsonArray(
                new JsonArray([.. Enumerable.Range(0, tensor.Rank).Select(axis => JsonValue.Create(tensor.Shape[axis]))]),
                Convert.ToBase64String(MemoryMarshal.AsBytes<float>(tensor.Data)));
        return new JsonArray(Json.DeepClone(), tensors).ToJsonString();
    }

    /// <summary>Returns the state that <see cref="ToText"/> has written.</summary>
    internal static SavedState FromText(string text)
    {
        JsonArray parts = JsonNode.Parse(text)!.AsArray();
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach ((string name, JsonNode? tensor) in parts[1]!.AsObject())
        {
            byte[] bytes = Convert.FromBase64String((string)tensor![1]!);
            tensors[name] = new Tensor(
                [.. tensor[0]!.AsArray().Select(size => (int)size!)], MemoryMarshal.Cast<byte, float>(bytes).ToArray());
        }

        return new SavedState(parts[0]!.AsObject(), tensors);
    }

    /// <summary>Converts a number; infinity and NaN, which JSON lacks, become strings.</summary>
    private static JsonValue ToJson(double value) =>
        double.IsFinite(value) ? JsonValue.Create(value) : JsonValue.Create(value.ToString(CultureInfo.InvariantCulture))!;

    private static double? ToDouble(JsonNode? node)
    {
        if (node is not JsonValue value)
            return null;
        if (value.TryGetValue(out double number))
            return number;
        return value.TryGetValue(out string? text) && text is "NaN" or "Infinity" or "-Infinity"
            ? double.Parse(text, CultureInfo.InvariantCulture)
            : null;
    }
}
