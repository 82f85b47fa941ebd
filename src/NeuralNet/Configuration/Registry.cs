using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// The classes of one kind, whose objects are created from names, as users type them ("relu", "mse"), or from configurations, as in
/// files. Class names are matched exactly, then names in any spelling of case and underscores.
/// </summary>
/// <param name="kind">The kind of object, for messages.</param>
/// <param name="readShared">The action that reads the settings that all classes of the kind share into a new object.</param>
/// <param name="fromNumber">The function that creates an object from a number; null if numbers are not allowed.</param>
/// <param name="adviceFor">The function that returns the advice for an unknown class that another package has; null for other
/// classes.</param>
internal sealed class Registry<T>(
    string kind, Action<T, Configuration>? readShared = null, Func<float, T>? fromNumber = null, Func<string, string?>? adviceFor = null)
    where T : class
{
    private readonly Dictionary<string, Func<Configuration, T>> byClassName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<Configuration, T>> byAnyName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> namesByClass = new(StringComparer.Ordinal);
    private readonly List<string> knownNames = [];

    /// <summary>The names for a message, each with its aliases.</summary>
    private readonly List<string> shownNames = [];

    /// <summary>The class names, in the order of registration.</summary>
    public IEnumerable<string> ClassNames => byClassName.Keys;

    /// <summary>Adds a class under its name and further names that Keras accepts.</summary>
    public Registry<T> Add(string className, Func<Configuration, T> create, params string[] names)
    {
        byClassName.Add(className, create);
        namesByClass.Add(className, names);
        string[] allNames = [.. names, className];
        string[] distinct = [.. allNames.DistinctBy(NearestName.Normalize)];
        shownNames.Add(distinct.Length == 1 ? distinct[0] : $"{distinct[0]} (or {string.Join(", ", distinct[1..])})");
        knownNames.AddRange(distinct);
        foreach (string name in allNames)
            byAnyName.TryAdd(NearestName.Normalize(name), create);
        return this;
    }

    /// <summary>Adds the classes of another kind whose names are not taken, such as losses as metrics.</summary>
    public Registry<T> AddAll<TOther>(Registry<TOther> others, Func<TOther, T> convert)
        where TOther : class
    {
        foreach ((string className, string[] names) in others.namesByClass.Where(other => !byClassName.ContainsKey(other.Key)))
            Add(className, configuration => convert(others.Create(className, configuration)), names);
        return this;
    }

    /// <summary>Creates an object with default settings from a name as a user types it.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the known ones.</exception>
    public T Create(string name, string parameterName) => byAnyName.TryGetValue(NearestName.Normalize(name), out var create)
        ? create(new Configuration())
        : throw new ArgumentException($"There is no {kind} named '{name}'.{NearestName.Question(name, knownNames)} Known are: "
            + $"{string.Join(", ", shownNames)}.", parameterName);

    /// <summary>Creates an object from its class name and settings.</summary>
    /// <exception cref="FormatException">The class is unknown, or a setting is wrong.</exception>
    public T Create(string className, Configuration configuration)
    {
        if (!TryFind(className, configuration.Custom, out Func<Configuration, object>? create))
            throw new FormatException($"There is no {kind} of class '{className}'.{NearestName.Question(className, byClassName.Keys)} "
                + $"Known are: {string.Join(", ", byClassName.Keys)}. {adviceFor?.Invoke(className) ?? Registration(className)}");
        try
        {
            T made = (T?)create(configuration)
                ?? throw new FormatException($"What was given to make the {kind} '{className}' made nothing: it returned null.");
            readShared?.Invoke(made, configuration);
            if (configuration.Custom?.Find<T>(className) is null)
                configuration.RequireAllRead(kind, className);
            return made;
        }
        catch (ArgumentException exception)
        {
            throw new FormatException($"The settings of the {kind} '{className}' are wrong: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a setting that holds an object of this kind: a name, or a class name with settings; null if absent.</summary>
    public T? Read(Configuration configuration, string name) => configuration.Find(name) switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => Create(text, new Configuration([], configuration.Custom)),
        JsonObject description => Read(description, configuration.Custom),
        JsonValue value when fromNumber is not null => fromNumber(configuration.GetSingle(name)),
        var other => throw Configuration.Wrong(name, $"{kind}, as a name or as class_name and config", other),
    };

    /// <summary>Reads <c>{"class_name": …, "config": {…}}</c>.</summary>
    public T Read(JsonObject description, CustomFactories? custom = null)
    {
        string className = new Configuration(description).GetString("class_name")
            ?? throw new FormatException($"A {kind} has no 'class_name'.");
        return description["config"] switch
        {
            null => Create(className, new Configuration([], custom)),
            JsonObject settings => Create(className, new Configuration(settings, custom)),
            JsonValue function when function.TryGetValue(out string? text) => Create(text, new Configuration([], custom)),
            var other => throw Configuration.Wrong("config", "an object", other),
        };
    }

    /// <summary>Returns the advice to register a class that a program has.</summary>
    private static string Registration(string className) =>
        $"If '{className}' is a class of your own, Load creates it only if it is registered for the call. The generator writes a method "
        + "that registers all [Configurable] classes of an assembly, for the assembly My.Layers Model.Load(path, new "
        + $"CustomObjects().AddMyLayers()); a class without [Configurable] is registered by new CustomObjects().Add(\"{className}\", "
        + "settings => …) with a function that creates the object.";

    private bool TryFind(string className, CustomFactories? custom, [NotNullWhen(true)] out Func<Configuration, object>? create)
    {
        create = custom?.Find<T>(className)
            ?? byClassName.GetValueOrDefault(className)
            ?? byAnyName.GetValueOrDefault(NearestName.Normalize(className));
        return create is not null;
    }
}
