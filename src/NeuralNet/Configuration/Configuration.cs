using System.Globalization;
using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// The settings of a layer, activation, optimizer and so on, by Keras's names ("units", "use_bias"), which a model file holds and
/// from which the object is created again. A setting that is absent or null is read as the default that the caller gives; a setting of the
/// wrong type is a <see cref="FormatException"/>.
/// </summary>
public sealed class Configuration
{
    /// <summary>Creates an empty configuration.</summary>
    public Configuration()
        : this([])
    {
    }

    /// <summary>
    /// The settings that can be ignored: they do not affect the object, are given elsewhere too (the shape of an input by its InputLayer),
    /// belong to the whole model (the seed), or choose an algorithm (flash attention).
    /// </summary>
    private static readonly string[] Indifferent =
        ["name", "trainable", "dtype", "seed", "batch_shape", "batch_input_shape", "flash_attention"];

    /// <summary>The settings that Keras writes with the only values that this library supports.</summary>
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

    /// <summary>The factories of the program's classes to which objects within this configuration may belong.</summary>
    internal CustomFactories? Custom { get; }

    /// <summary>The written object and those within it whose classes wrote no settings because they do not override WriteTo.</summary>
    internal IReadOnlyList<IConfigurable> Silent => silent;

    /// <summary>Returns whether a setting is present and not null.</summary>
    public bool Contains(string name) => Find(name) is not null;

    /// <summary>Returns the value of a setting that may not be null, for a call that writes it.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="name">The name of the setting.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="NotSupportedException">The value is null.</exception>
    public static T Required<T>(string name, T? value)
        where T : class => value
        ?? throw new NotSupportedException($"The setting '{name}' is null, which its parameter does not allow. Give it a value.");

    /// <summary>Writes an integer.</summary>
    public void Set(string name, int value) => Write(name, value);

    /// <summary>Writes a finite number.</summary>
    /// <exception cref="NotSupportedException">The number is NaN or infinite.</exception>
    public void Set(string name, float value) => Write(name, float.IsFinite(value) ? value : throw NotFinite(name, value));

    /// <summary>Writes a finite number.</summary>
    /// <exception cref="NotSupportedException">The number is NaN or infinite.</exception>
    public void Set(string name, double value) => Write(name, double.IsFinite(value) ? value : throw NotFinite(name, value));

    /// <summary>Writes a Boolean value.</summary>
    public void Set(string name, bool value) => Write(name, value);

    /// <summary>Writes a string or null.</summary>
    /// <exception cref="NotSupportedException">The string contains half of a surrogate pair, which UTF-8 cannot represent.</exception>
    public void Set(string name, string? value) => Write(name, value is null ? null : WellFormed(name, value));

    /// <summary>Writes a list of integers.</summary>
    public void Set(string name, IEnumerable<int>? values) =>
        Write(name, values is null ? null : new JsonArray([.. values.Select(value => JsonValue.Create(value))]));

    /// <summary>Writes a list of integers of at most 2⁵³, which every reader of JSON keeps.</summary>
    internal void Set(string name, IEnumerable<long> values) =>
        Write(name, new JsonArray([.. values.Select(value => JsonValue.Create(value))]));

    /// <summary>Writes a list of finite numbers.</summary>
    /// <exception cref="NotSupportedException">A number is NaN or infinite.</exception>
    public void Set(string name, IEnumerable<float>? values) => Write(name, values is null
        ? null
        : new JsonArray([.. values.Select(value => JsonValue.Create(float.IsFinite(value) ? value : throw NotFinite(name, value)))]));

    /// <summary>Writes a list of finite numbers in double precision.</summary>
    internal void Set(string name, IEnumerable<double> values) => Write(name, new JsonArray(
        [.. values.Select(value => JsonValue.Create(double.IsFinite(value) ? value : throw NotFinite(name, value)))]));

    /// <summary>Writes a list of integers and nulls, such as sizes of which some are open.</summary>
    public void Set(string name, IEnumerable<int?>? values) =>
        Write(name, values is null ? null : new JsonArray([.. values.Select(value => JsonValue.Create(value))]));

    /// <summary>Writes a list of strings.</summary>
    /// <exception cref="NotSupportedException">An element is null or contains half of a surrogate pair.</exception>
    public void Set(string name, IEnumerable<string>? values) => Write(name, values is null
        ? null
        : new JsonArray([.. values.Select(value => JsonValue.Create(WellFormed(name, value ?? throw NullElement(name))))]));

    /// <summary>Writes a member of an enumeration, as Keras spells it: <c>ClassAverage.Micro</c> as <c>"micro"</c>.</summary>
    /// <exception cref="NotSupportedException">The value is not a member of the enumeration.</exception>
    public void Set<TEnum>(string name, TEnum value)
        where TEnum : struct, Enum => Write(name, Enum.IsDefined(value) ? SnakeCase.Of(value.ToString()) : throw Undefined(name, value));

    /// <summary>Writes a tensor, as a number or as nested lists of numbers.</summary>
    /// <exception cref="NotSupportedException">A number is NaN or infinite.</exception>
    public void SetTensor(string name, Tensor? value)
    {
        if (value is null)
            Write(name, null);
        else
            TensorSetting.Write(this, name, value);
    }

    /// <summary>Writes a shape, as a list of sizes with null for open axes.</summary>
    public void SetShape(string name, Shape? value) => Set(name, value?.Select(size => size == Shape.Open ? (int?)null : size));

    /// <summary>Writes a value of a type with a form of its own in files, such as a <see cref="Size2D"/>.</summary>
    public void SetValue<T>(string name, T value)
        where T : struct, ISettingValue<T> => value.WriteTo(this, name);

    /// <summary>Reads an integer, which Keras also writes as a list of one: the size of a kernel along the only axis.</summary>
    /// <exception cref="FormatException">The setting is not an integer, or it is absent and has no default.</exception>
    public int GetInt32(string name, int? defaultValue = null) => Get(name, defaultValue, "a whole number", ToSingleInt32);

    /// <summary>Reads a number.</summary>
    /// <exception cref="FormatException">The setting is not a number, or it is absent and has no default.</exception>
    public float GetSingle(string name, float? defaultValue = null) =>
        Get(name, defaultValue, "a finite number of float32", ToSingle);

    /// <summary>Reads a number that may be null or absent.</summary>
    /// <exception cref="FormatException">The setting is not a number.</exception>
    public float? GetOptionalSingle(string name) => Contains(name) ? GetSingle(name) : null;

    /// <summary>Reads a number in double precision.</summary>
    /// <exception cref="FormatException">The setting is not a number, or it is absent and has no default.</exception>
    public double GetDouble(string name, double? defaultValue = null) => Get(name, defaultValue, "a finite number", ToFiniteDouble);

    /// <summary>Reads a Boolean value.</summary>
    /// <exception cref="FormatException">The setting is neither true nor false, or it is absent and has no default.</exception>
    public bool GetBoolean(string name, bool? defaultValue = null) =>
        Get(name, defaultValue, "true or false", ToBoolean);

    /// <summary>Reads a string that may be null or absent.</summary>
    /// <exception cref="FormatException">The setting is not a string.</exception>
    public string? GetString(string name) => Find(name) switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        var other => throw Wrong(name, "a text", other),
    };

    /// <summary>Reads a list of integers that may be null or absent.</summary>
    /// <exception cref="FormatException">The setting is not a list of integers.</exception>
    public int[]? GetInt32s(string name) => GetList(name, "a list of whole numbers", ToInt32);

    /// <summary>Reads a list of integers of at most 2⁵³ that may be null or absent.</summary>
    /// <exception cref="FormatException">The setting is not a list of such integers.</exception>
    internal long[]? GetInt64s(string name) => GetList(name, "a list of whole numbers", node =>
        ToDouble(node) is double value && value == Math.Floor(value) && Math.Abs(value) <= 1L << 53 ? (long?)value : null);

    /// <summary>Reads a list of integers and nulls that may be null or absent.</summary>
    /// <exception cref="FormatException">The setting is not a list of integers and nulls.</exception>
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
    /// <exception cref="FormatException">The setting is not a list of numbers.</exception>
    public float[]? GetSingles(string name) =>
        GetList(name, "a list of finite numbers of float32", ToSingle);

    /// <summary>Reads a list of numbers in double precision that may be null or absent.</summary>
    /// <exception cref="FormatException">The setting is not a list of numbers.</exception>
    internal double[]? GetDoubles(string name) => GetList(name, "a list of finite numbers", ToFiniteDouble);

    /// <summary>Reads a list of strings that may be null or absent.</summary>
    /// <exception cref="FormatException">The setting is not a list of strings.</exception>
    public string[]? GetStrings(string name) => Find(name) switch
    {
        null => null,
        JsonArray items => [.. items.Select(item => item is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : throw Wrong(name, "a list of texts", items))],
        var other => throw Wrong(name, "a list of texts", other),
    };

    /// <summary>Reads a member of an enumeration by its name in snake case.</summary>
    /// <exception cref="FormatException">The setting is none of the names, or it is absent and has no default.</exception>
    public TEnum GetEnum<TEnum>(string name, TEnum? defaultValue = null)
        where TEnum : struct, Enum
    {
        string expected = $"one of {string.Join(", ", Enum.GetNames<TEnum>().Select(SnakeCase.Of))}";
        return Get(name, defaultValue, expected, node => Enum.GetValues<TEnum>()
            .Where(value => node is JsonValue text && text.TryGetValue(out string? given) && given == SnakeCase.Of(value.ToString()))
            .Select(value => (TEnum?)value)
            .FirstOrDefault());
    }

    /// <summary>Reads a value of a type with a form of its own in files, such as a <see cref="Size2D"/>.</summary>
    /// <exception cref="FormatException">The setting is absent or does not represent a value of the type.</exception>
    public T GetValue<T>(string name)
        where T : struct, ISettingValue<T> => Contains(name)
        ? T.ReadFrom(this, name)
        : throw new FormatException($"The setting '{name}' is missing; it should be a {typeof(T).Name}.");

    /// <summary>Reads a tensor that may be null or absent.</summary>
    /// <exception cref="FormatException">The setting is neither a finite number nor an array of finite numbers.</exception>
    public Tensor? GetTensor(string name) => TensorSetting.Read(this, name);

    /// <summary>Reads a shape that may be null or absent; null among its sizes stands for an open axis.</summary>
    /// <exception cref="FormatException">The setting is not a list of sizes.</exception>
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
    /// <exception cref="FormatException">The setting is not an object of the kind, or the settings of the object are wrong.</exception>
    public T? Get<T>(string name)
        where T : class, IConfigurable<T> => T.Known.Read(this, name);

    /// <summary>Writes a setting as JSON.</summary>
    internal void SetNode(string name, JsonNode value) => Write(name, value);

    /// <summary>Returns a setting, which is marked as read; null if the setting is absent.</summary>
    internal JsonNode? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        read.Add(name);
        return Json[name];
    }

    /// <summary>
    /// Validates, after an object was created, that no setting was ignored. Settings of null and false may be.
    /// </summary>
    /// <exception cref="FormatException">A setting was not read that would affect the object.</exception>
    internal void RequireAllRead(string kind, string className)
    {
        foreach ((string name, JsonNode? value) in Json)
        {
            bool asksForNothing = value is null || (value is JsonValue truth && truth.TryGetValue(out bool isTrue) && !isTrue);
            if (asksForNothing || read.Contains(name) || Indifferent.Contains(name) || Fixed.Contains((name, value!.ToString())))
                continue;
            throw new FormatException($"The setting '{name}' of the {kind} '{className}' is {Shorten(value)}, which this library cannot "
                + $"do. Settings that it has: {string.Join(", ", read.Except(Indifferent))}.");
        }
    }

    /// <summary>
    /// Writes an object, such as an activation or an initializer, as Keras does: its class name and its own settings. A class of the
    /// program is created again by its <see cref="CustomObjects"/>.
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
            throw new NotSupportedException($"The setting '{name}' is a layer, which has a name and may be made of others. Write it by "
                + "SetLayer and read it by GetLayer.");
        Configuration settings = Of(value);
        silent.AddRange(settings.Silent);
        Write(name, value.IsFunction && settings.Json.Count == 0 ? value.ClassName : Describe(value, settings));
    }

    /// <summary>Writes the description of an object.</summary>
    /// <param name="name">The name of the setting.</param>
    /// <param name="description">The description; null for none.</param>
    /// <param name="silentWithin">The objects within it whose classes write no settings.</param>
    internal void Set(string name, JsonObject? description, IEnumerable<IConfigurable> silentWithin)
    {
        silent.AddRange(silentWithin);
        Write(name, description);
    }

    /// <summary>Marks the end of the settings that all classes of a kind share.</summary>
    internal void BeginOwn() => sharedCount = Json.Count;

    /// <summary>Marks an object whose class does not override WriteTo.</summary>
    internal void SetNothing(IConfigurable value) => inherited = value;

    private void Write(string name, JsonNode? value)
    {
        ArgumentNullException.ThrowIfNull(name);
        Json[name] = value;
    }

    /// <summary>Returns the settings of an object.</summary>
    internal static Configuration Of(IConfigurable value)
    {
        var settings = new Configuration();
        value.WriteTo(settings);
        if (settings.inherited is { } inherited && settings.Json.Count == settings.sharedCount)
            settings.silent.Add(inherited);
        return settings;
    }

    /// <summary>Describes an object as <c>{"class_name": …, "config": {…}}</c>.</summary>
    internal static JsonObject Describe(IConfigurable value) => Describe(value, Of(value));

    private static JsonObject Describe(IConfigurable value, Configuration settings) =>
        new() { ["class_name"] = value.ClassName, ["config"] = settings.Json };

    internal static FormatException Wrong(string name, string expected, JsonNode? actual) =>
        new($"The setting '{name}' should be {expected}; it is {Shorten(actual)}.");

    private static NotSupportedException NotFinite(string name, double value) =>
        new(string.Create(CultureInfo.InvariantCulture,
            $"The setting '{name}' is {value}; a file holds finite numbers only. Give a finite number, or "
            + $"null for none where the setting may be null."));

    /// <summary>Returns a string that UTF-8 can represent; JSON would replace the half of a surrogate pair by another character.</summary>
    private static string WellFormed(string name, string value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i]))
                continue;
            if (!char.IsSurrogatePair(value, i))
                throw new NotSupportedException(
                    $"The setting '{name}' contains half of a surrogate pair, U+{(int)value[i]:X4} at index {i}, which a file cannot hold. "
                    + "Remove the character or complete the pair.");
            i++;
        }

        return value;
    }

    private static NotSupportedException NullElement(string name) =>
        new($"The setting '{name}' has an element that is null; a list in a file holds texts only. Remove the element or give it a text.");

    private static NotSupportedException Undefined<TEnum>(string name, TEnum value)
        where TEnum : struct, Enum =>
        new($"The setting '{name}' is {value}, which is not a member of {typeof(TEnum).Name}: "
            + $"{string.Join(", ", Enum.GetNames<TEnum>())}.");

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

    private static bool? ToBoolean(JsonNode node) => node is JsonValue value && value.TryGetValue(out bool result) ? result : null;

    private static int? ToSingleInt32(JsonNode node) => node is JsonArray { Count: 1 } list
        ? list[0] is { } only ? ToInt32(only) : null
        : ToInt32(node);

    /// <summary>Converts an integer; null if the node is none.</summary>
    internal static int? ToInt32(JsonNode node) =>
        ToDouble(node) is double value && value == Math.Floor(value) && value is >= int.MinValue and <= int.MaxValue ? (int)value : null;

    /// <summary>Converts a number; null if it is not finite in float32, which no setting may be.</summary>
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
