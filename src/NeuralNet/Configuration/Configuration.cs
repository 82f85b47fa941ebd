using System.Globalization;
using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// The settings of a layer, activation, optimizer and so on, by Keras's names ("units", "use_bias"): what is written to a model
/// file and what the object is made of again. A setting that is absent or null reads as the default that the caller names;
/// one of the wrong type is a <see cref="FormatException"/>.
/// </summary>
public sealed class Configuration
{
    /// <summary>Makes an empty configuration.</summary>
    public Configuration()
        : this([])
    {
    }

    /// <summary>
    /// What says nothing of what an object does, is said elsewhere too (the shape of an input by its InputLayer), or is one for the whole
    /// model here (the seed).
    /// </summary>
    private static readonly string[] Indifferent = ["name", "trainable", "dtype", "seed", "batch_shape", "batch_input_shape"];

    /// <summary>What Keras also writes where it is as it always is here.</summary>
    private static readonly (string Name, string Value)[] Fixed =
    [
        ("axis", "-1"), ("class_aggregation", "uniform_average"), ("data_format", "channels_last"), ("num_regressors", "0"),
        ("summation_method", "interpolation"),
    ];

    private readonly HashSet<string> read = new(StringComparer.Ordinal);
    private readonly List<IConfigurable> silent = [];
    private IConfigurable? inherited;
    private int sharedCount;

    internal Configuration(JsonObject json, CustomFactories? custom = null) => (Json, Custom) = (json, custom);

    internal JsonObject Json { get; }

    /// <summary>The classes of the user that objects within this configuration may be of.</summary>
    internal CustomFactories? Custom { get; }

    /// <summary>The objects, the one that was written and those within it, whose classes wrote no settings as they do not override WriteTo.</summary>
    internal IReadOnlyList<IConfigurable> Silent => silent;

    /// <summary>Returns whether a setting is there and not null.</summary>
    public bool Contains(string name) => Find(name) is not null;

    /// <summary>Writes a whole number.</summary>
    public void Set(string name, int value) => Write(name, value);

    /// <summary>Writes a finite number.</summary>
    /// <exception cref="NotSupportedException">The number is NaN or infinite.</exception>
    public void Set(string name, float value) => Write(name, float.IsFinite(value) ? value : throw NotFinite(name, value));

    /// <summary>Writes a finite number.</summary>
    /// <exception cref="NotSupportedException">The number is NaN or infinite.</exception>
    public void Set(string name, double value) => Write(name, double.IsFinite(value) ? value : throw NotFinite(name, value));

    /// <summary>Writes a truth value.</summary>
    public void Set(string name, bool value) => Write(name, value);

    /// <summary>Writes a text, or null.</summary>
    public void Set(string name, string? value) => Write(name, value);

    /// <summary>Writes a list of whole numbers.</summary>
    public void Set(string name, IEnumerable<int>? values) =>
        Write(name, values is null ? null : new JsonArray([.. values.Select(value => JsonValue.Create(value))]));

    /// <summary>Writes a list of numbers.</summary>
    public void Set(string name, IEnumerable<float>? values) =>
        Write(name, values is null ? null : new JsonArray([.. values.Select(value => JsonValue.Create(value))]));

    /// <summary>Writes a list of whole numbers and nulls, such as sizes of which some are open.</summary>
    public void Set(string name, IEnumerable<int?>? values) =>
        Write(name, values is null ? null : new JsonArray([.. values.Select(value => JsonValue.Create(value))]));

    /// <summary>Writes a list of texts.</summary>
    public void Set(string name, IEnumerable<string>? values) =>
        Write(name, values is null ? null : new JsonArray([.. values.Select(value => JsonValue.Create(value))]));

    /// <summary>Writes a member of an enumeration, as Keras spells it: <c>ClassAverage.Micro</c> as <c>"micro"</c>.</summary>
    public void Set<TEnum>(string name, TEnum value)
        where TEnum : struct, Enum => Write(name, SnakeCase.Of(value.ToString()));

    /// <summary>Writes a tensor, as a number or as nested lists of numbers.</summary>
    public void SetTensor(string name, Tensor? value)
    {
        if (value is null)
            Write(name, null);
        else
            TensorSetting.Write(this, name, value);
    }

    /// <summary>Writes a shape, as a list of sizes; those of open axes as null.</summary>
    public void SetShape(string name, Shape? value) => Set(name, value?.Select(size => size == Shape.Open ? (int?)null : size));

    /// <summary>Reads a whole number.</summary>
    /// <exception cref="FormatException">The setting is there but not a whole number, or it is absent and has no default.</exception>
    public int GetInt32(string name, int? defaultValue = null) => Get(name, defaultValue, "a whole number", ToInt32);

    /// <summary>Reads a number.</summary>
    /// <exception cref="FormatException">The setting is there but not a number, or it is absent and has no default.</exception>
    public float GetSingle(string name, float? defaultValue = null) =>
        Get(name, defaultValue, "a finite number of float32", ToSingle);

    /// <summary>Reads a number that may be null or absent.</summary>
    /// <exception cref="FormatException">The setting is there but not a number.</exception>
    public float? GetOptionalSingle(string name) => Contains(name) ? GetSingle(name) : null;

    /// <summary>Reads a number in double precision.</summary>
    /// <exception cref="FormatException">The setting is there but not a number, or it is absent and has no default.</exception>
    public double GetDouble(string name, double? defaultValue = null) => Get(name, defaultValue, "a finite number", ToFiniteDouble);

    /// <summary>Reads a truth value.</summary>
    /// <exception cref="FormatException">The setting is there but neither true nor false, or it is absent and has no default.</exception>
    public bool GetBoolean(string name, bool? defaultValue = null) =>
        Get(name, defaultValue, "true or false", node => node is JsonValue value && value.TryGetValue(out bool result) ? result : (bool?)null);

    /// <summary>Reads a text that may be null or absent.</summary>
    /// <exception cref="FormatException">The setting is there but not a text.</exception>
    public string? GetString(string name) => Find(name) switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        var other => throw Wrong(name, "a text", other),
    };

    /// <summary>Reads a list of whole numbers that may be null or absent.</summary>
    /// <exception cref="FormatException">The setting is there but not a list of whole numbers.</exception>
    public int[]? GetInt32s(string name) => GetList(name, "a list of whole numbers", ToInt32);

    /// <summary>Reads a list of whole numbers and nulls that may be null or absent.</summary>
    /// <exception cref="FormatException">The setting is there but not such a list.</exception>
    public int?[]? GetOptionalInt32s(string name)
    {
        return Find(name) switch
        {
            null => null,
            JsonArray items => [.. items.Select(item => item is null ? (int?)null : ToInt32(item) ?? throw NoList(items))],
            var other => throw NoList(other),
        };

        FormatException NoList(JsonNode actual) => Wrong(name, "a list of whole numbers and nulls", actual);
    }

    /// <summary>Reads a list of numbers that may be null or absent.</summary>
    /// <exception cref="FormatException">The setting is there but not a list of numbers.</exception>
    public float[]? GetSingles(string name) =>
        GetList(name, "a list of finite numbers of float32", ToSingle);

    /// <summary>Reads a list of texts that may be null or absent.</summary>
    /// <exception cref="FormatException">The setting is there but not a list of texts.</exception>
    public string[]? GetStrings(string name) => Find(name) switch
    {
        null => null,
        JsonArray items => [.. items.Select(item => item is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : throw Wrong(name, "a list of texts", items))],
        var other => throw Wrong(name, "a list of texts", other),
    };

    /// <summary>Reads a member of an enumeration by its name in snake case.</summary>
    /// <exception cref="FormatException">The setting is there but none of the names, or it is absent and has no default.</exception>
    public TEnum GetEnum<TEnum>(string name, TEnum? defaultValue = null)
        where TEnum : struct, Enum
    {
        string expected = $"one of {string.Join(", ", Enum.GetNames<TEnum>().Select(SnakeCase.Of))}";
        return Get(name, defaultValue, expected, node => Enum.GetValues<TEnum>()
            .Where(value => node is JsonValue text && text.TryGetValue(out string? given) && given == SnakeCase.Of(value.ToString()))
            .Select(value => (TEnum?)value)
            .FirstOrDefault());
    }

    /// <summary>Reads a tensor that may be null or absent.</summary>
    /// <exception cref="FormatException">The setting is there but neither a finite number nor an array of such.</exception>
    public Tensor? GetTensor(string name) => TensorSetting.Read(this, name);

    /// <summary>Reads a shape that may be null or absent; null among its sizes stands for an open axis.</summary>
    /// <exception cref="FormatException">The setting is there but not a list of sizes.</exception>
    public Shape? GetShape(string name)
    {
        int?[]? sizes = GetOptionalInt32s(name);
        return sizes is null || sizes.All(size => size is null or >= 0)
            ? sizes?.Select(size => size ?? Shape.Open).ToArray()
            : throw Wrong(name, "a list of sizes", Find(name));
    }

    /// <summary>
    /// Reads an object that may be null or absent: an activation, an initializer and so on, by its name or by its class name and settings.
    /// </summary>
    /// <exception cref="FormatException">The setting is there but no object of the kind, or the settings of the object are wrong.</exception>
    public T? Get<T>(string name)
        where T : class, IConfigurable<T> => T.Known.Read(this, name);

    /// <summary>A setting, which counts as read from then on; null if it is absent.</summary>
    internal JsonNode? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        read.Add(name);
        return Json[name];
    }

    /// <summary>
    /// For when an object was made: a setting that nobody has read would be left out in silence. Null and false ask for nothing.
    /// </summary>
    /// <exception cref="FormatException">A setting was not read that would make a difference.</exception>
    internal void RequireAllRead(string kind, string className)
    {
        foreach ((string name, JsonNode? value) in Json)
        {
            bool asksForNothing = value is null || (value is JsonValue truth && truth.TryGetValue(out bool isTrue) && !isTrue);
            if (asksForNothing || read.Contains(name) || Indifferent.Contains(name) || Fixed.Contains((name, value!.ToString())))
                continue;
            throw new FormatException($"The setting '{name}' of the {kind} '{className}' is {Shorten(value)}, which this library cannot do. Settings that it has: {string.Join(", ", read.Except(Indifferent))}.");
        }
    }

    /// <summary>
    /// Writes an object, such as an activation or an initializer, as Keras does: its class name and its own settings. A class of the program's
    /// own is made again as <see cref="CustomObjects"/> says.
    /// </summary>
    /// <exception cref="NotSupportedException">The object is a layer, which SetLayer writes.</exception>
    public void Set(string name, IConfigurable? value)
    {
        if (value is null)
        {
            Write(name, null);
            return;
        }

        if (value.Number is float number)
        {
            Write(name, number);
            return;
        }

        if (value.IsMoreThanSettings)
            throw new NotSupportedException($"The setting '{name}' is a layer, which has a name and may be made of others. Write it by SetLayer and read it by GetLayer.");
        Configuration settings = Of(value);
        silent.AddRange(settings.Silent);
        Write(name, value.IsFunction && settings.Json.Count == 0 ? value.ClassName : Describe(value, settings));
    }

    /// <summary>Writes an object that was described elsewhere.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="description">The object; null for none.</param>
    /// <param name="silentWithin">The objects within it whose classes write no settings.</param>
    internal void Set(string name, JsonObject? description, IEnumerable<IConfigurable> silentWithin)
    {
        silent.AddRange(silentWithin);
        Write(name, description);
    }

    /// <summary>Notes that what follows is written by the class itself, no longer by what all classes of its kind have in common.</summary>
    internal void BeginOwn() => sharedCount = Json.Count;

    /// <summary>Notes that a class does not override WriteTo.</summary>
    internal void SetNothing(IConfigurable value) => inherited = value;

    private void Write(string name, JsonNode? value)
    {
        ArgumentNullException.ThrowIfNull(name);
        Json[name] = value;
    }

    /// <summary>The settings of an object.</summary>
    internal static Configuration Of(IConfigurable value)
    {
        var settings = new Configuration();
        value.WriteTo(settings);
        if (settings.inherited is { } inherited && settings.Json.Count == settings.sharedCount)
            settings.silent.Add(inherited);
        return settings;
    }

    /// <summary>An object as <c>{"class_name": …, "config": {…}}</c>.</summary>
    internal static JsonObject Describe(IConfigurable value) => Describe(value, Of(value));

    private static JsonObject Describe(IConfigurable value, Configuration settings) =>
        new() { ["class_name"] = value.ClassName, ["config"] = settings.Json };

    internal static FormatException Wrong(string name, string expected, JsonNode? actual) =>
        new($"The setting '{name}' should be {expected}; it is {Shorten(actual)}.");

    private static NotSupportedException NotFinite(string name, double value) =>
        new(FormattableString.Invariant($"The setting '{name}' is {value}; a file holds finite numbers only. Give a finite number, or null for none where the setting may be null."));

    private T Get<T>(string name, T? defaultValue, string expected, Func<JsonNode, T?> convert)
        where T : struct => Find(name) switch
        {
            null => defaultValue ?? throw new FormatException($"The setting '{name}' is missing; it should be {expected}."),
            var node => convert(node) ?? throw Wrong(name, expected, node),
        };

    private T[]? GetList<T>(string name, string expected, Func<JsonNode, T?> convert)
        where T : struct => Find(name) switch
        {
            null => null,
            JsonArray items => [.. items.Select(item => (item is null ? null : convert(item)) ?? throw Wrong(name, expected, items))],
            var other => throw Wrong(name, expected, other),
        };

    private static int? ToInt32(JsonNode node) =>
        ToDouble(node) is double value && value == Math.Floor(value) && value is >= int.MinValue and <= int.MaxValue ? (int)value : null;

    /// <summary>JSON may hold numbers that become infinite here; no setting is meant to be.</summary>
    internal static float? ToSingle(JsonNode node) => ToDouble(node) is double value && float.IsFinite((float)value) ? (float)value : null;

    private static double? ToFiniteDouble(JsonNode node) => ToDouble(node) is double value && double.IsFinite(value) ? value : null;

    private static double? ToDouble(JsonNode node)
    {
        if (node is not JsonValue value)
            return null;
        if (value.TryGetValue(out double number))
            return number;
        if (value.TryGetValue(out float single))
            return double.Parse(single.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return value.TryGetValue(out int whole) ? whole : value.TryGetValue(out long large) ? large : null;
    }

    private static string Shorten(JsonNode? node)
    {
        string text = node?.ToJsonString() ?? "null";
        return text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "…");
    }
}
