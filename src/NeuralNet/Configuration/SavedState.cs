using System.Globalization;
using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// What a callback or a metric remembers in the middle of a training, as numbers, texts and tensors by names, so that
/// <see cref="BackupAndRestore"/> can give it back in a later process. Every number comes back with its very bits, infinity included.
/// </summary>
public sealed class SavedState
{
    private readonly string path;

    /// <summary>Makes an empty state.</summary>
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

    /// <summary>The tensors of the whole state of which this one may be a part, behind the names of the parts.</summary>
    internal Dictionary<string, Tensor> Tensors { get; }

    /// <summary>Returns whether there is a number or a text of this name; not for tensors.</summary>
    public bool Contains(string name) => this[name] is not null;

    /// <summary>Keeps a whole number.</summary>
    public void Set(string name, long value) => this[name] = value;

    /// <summary>Keeps a number.</summary>
    public void Set(string name, double value) => this[name] = ToJson(value);

    /// <summary>Keeps a truth value.</summary>
    public void Set(string name, bool value) => this[name] = value;

    /// <summary>Keeps numbers.</summary>
    public void Set(string name, ReadOnlySpan<double> values)
    {
        var list = new JsonArray();
        foreach (double value in values)
            list.Add((JsonNode)ToJson(value));
        this[name] = list;
    }

    /// <summary>Keeps texts.</summary>
    public void Set(string name, IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        this[name] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
    }

    /// <summary>Keeps a tensor. It is not copied: it is written as soon as all callbacks have told what they remember.</summary>
    public void Set(string name, Tensor values)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(values);
        Tensors[path + name] = values;
    }

    /// <summary>A whole number that was kept.</summary>
    /// <exception cref="FormatException">There is none of this name.</exception>
    public long GetInt64(string name) => this[name] is JsonValue value && value.TryGetValue(out long number)
        ? number
        : throw Configuration.Wrong(name, "a whole number", this[name]);

    /// <summary>A whole number that was kept.</summary>
    /// <exception cref="FormatException">There is none of this name, or it is greater than an <see cref="int"/>.</exception>
    public int GetInt32(string name) => GetInt64(name) is >= int.MinValue and <= int.MaxValue and long number
        ? (int)number
        : throw Configuration.Wrong(name, "a whole number of 32 bits", this[name]);

    /// <summary>A number that was kept.</summary>
    /// <exception cref="FormatException">There is none of this name.</exception>
    public double GetDouble(string name) => ToDouble(this[name]) ?? throw Configuration.Wrong(name, "a number", this[name]);

    /// <summary>A truth value that was kept.</summary>
    /// <exception cref="FormatException">There is none of this name.</exception>
    public bool GetBoolean(string name) => this[name] is JsonValue value && value.TryGetValue(out bool truth)
        ? truth
        : throw Configuration.Wrong(name, "true or false", this[name]);

    /// <summary>Numbers that were kept.</summary>
    /// <param name="name">The name.</param>
    /// <param name="count">How many there must be; by default any number.</param>
    /// <exception cref="FormatException">There are none of this name, or not so many.</exception>
    public double[] GetDoubles(string name, int? count = null) =>
        this[name] is JsonArray list && (count is null || list.Count == count)
            ? [.. list.Select(item => ToDouble(item) ?? throw Configuration.Wrong(name, "a list of numbers", list))]
            : throw Configuration.Wrong(name, count is null ? "a list of numbers" : string.Create(CultureInfo.InvariantCulture, $"a list of {count} numbers"), this[name]);

    /// <summary>Texts that were kept.</summary>
    /// <exception cref="FormatException">There are none of this name.</exception>
    public string[] GetStrings(string name) => this[name] is JsonArray list
        ? [.. list.Select(item => item is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : throw Configuration.Wrong(name, "a list of texts", list))]
        : throw Configuration.Wrong(name, "a list of texts", this[name]);

    /// <summary>A tensor that was kept.</summary>
    /// <param name="name">The name.</param>
    /// <param name="shape">The shape that it must have.</param>
    /// <exception cref="FormatException">There is none of this name and shape.</exception>
    public Tensor GetTensor(string name, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Tensors.TryGetValue(path + name, out Tensor? tensor) && tensor.Shape.Equals(shape)
            ? tensor
            : throw new FormatException($"The tensor '{path}{name}' should have the shape {shape}; {(tensor is null ? "it is missing" : $"it has {tensor.Shape}")}.");
    }

    /// <summary>A part with names of its own; an empty one is begun where there is none.</summary>
    internal SavedState Part(string name)
    {
        if (this[name] is null)
            this[name] = new JsonObject();
        return new SavedState(this[name] as JsonObject ?? throw Configuration.Wrong(name, "an object", this[name]), Tensors, $"{path}{name}/");
    }

    /// <summary>JSON has no word for infinity and NaN; they become texts.</summary>
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
