using System.Reflection;

namespace NeuralNet;

/// <summary>
/// Finds custom classes that have settings and do not write them: their constructors have parameters, and they do not override WriteTo,
/// by hand or by the generator. Loading a file of such classes could not restore the saved objects.
/// </summary>
internal static class UnsavedSettings
{
    /// <summary>The method of a configuration that reads a setting of a type.</summary>
    private static readonly (Type Type, string Getter)[] Getters =
    [
        (typeof(int), nameof(Configuration.GetInt32)), (typeof(float), nameof(Configuration.GetSingle)),
        (typeof(double), nameof(Configuration.GetDouble)), (typeof(float?), nameof(Configuration.GetOptionalSingle)),
        (typeof(bool), nameof(Configuration.GetBoolean)), (typeof(string), nameof(Configuration.GetString)),
        (typeof(int[]), nameof(Configuration.GetInt32s)), (typeof(float[]), nameof(Configuration.GetSingles)),
        (typeof(string[]), nameof(Configuration.GetStrings)), (typeof(Tensor), nameof(Configuration.GetTensor)),
        (typeof(Shape), nameof(Configuration.GetShape)), (typeof(Layer), nameof(LayerSetting.GetLayer)),
    ];

    /// <summary>The kinds of objects that a setting can be, except layers.</summary>
    private static readonly Type[] Kinds =
    [
        typeof(Activation), typeof(Initializer), typeof(Regularizer), typeof(Constraint), typeof(Loss), typeof(Metric),
        typeof(Optimizer), typeof(LearningRateSchedule), typeof(InputEncoder),
    ];

    /// <exception cref="NotSupportedException">A class does not write its settings.</exception>
    public static void Refuse(LayerGraph graph, CompileSettings? settings)
    {
        foreach (Layer layer in graph.Layers)
            Refuse(SilentIn(layer), $"the layer '{layer.Name}'");
        if (settings is null)
            return;
        Refuse(settings.Optimizer, "the optimizer");
        foreach (Loss loss in settings.Losses)
            Refuse(loss, "the loss");
        foreach (Metric metric in settings.Metrics.Concat(settings.WeightedMetrics).SelectMany(metrics => metrics))
            Refuse(metric, $"the metric '{metric.Name}'");
    }

    /// <summary>
    /// Returns the objects within a layer, including the layer, whose classes write no settings; for a model, those within its layers.
    /// </summary>
    public static IEnumerable<IConfigurable> SilentIn(Layer layer) => layer is ModelLayer model
        ? model.Source.Layers.SelectMany(SilentIn)
        : Configuration.Of(layer).Silent;

    private static void Refuse(IConfigurable part, string what) => Refuse(Configuration.Of(part).Silent, what);

    private static void Refuse(IEnumerable<IConfigurable> silent, string what)
    {
        foreach (IConfigurable value in silent)
        {
            if (Parameters(value) is not { Length: > 0 } parameters)
                continue;
            throw Attribute.IsDefined(value.GetType(), typeof(ConfigurableAttribute), inherit: false)
                ? NotGenerated(value, what)
                : Error(value, what, parameters);
        }
    }

    /// <summary>Returns the parameters of the constructors, except those that are saved for every class of the kind.</summary>
    private static ParameterInfo[] Parameters(IConfigurable value)
    {
        if (value.GetType().Assembly == typeof(UnsavedSettings).Assembly)
            return [];
        ConstructorInfo[] constructors =
            value.GetType().GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        return [.. constructors.SelectMany(constructor => constructor.GetParameters()).Where(parameter => !IsShared(parameter, value))
            .DistinctBy(parameter => parameter.Name)];
    }

    private static bool IsShared(ParameterInfo parameter, IConfigurable value) => value switch
    {
        Layer or Metric => parameter.ParameterType == typeof(string) && parameter.Name is "name" or null,
        Optimizer => parameter.ParameterType == typeof(LearningRateSchedule),
        _ => false,
    };

    /// <summary>Returns the error of a class that is marked for the generator, which writes WriteTo if it runs.</summary>
    private static NotSupportedException NotGenerated(IConfigurable value, string what)
    {
        string type = value.GetType().Name;
        return new NotSupportedException(
            $"The model cannot be saved: {what} is or has a {type}, which is marked [Configurable], but the generator did not run for "
                + $"{type}, so nothing writes its settings. Reference the generator in the project of {type}: the package NeuralNet "
                + "contains it, unless the reference excludes analyzers; beside a reference to the library's project, add "
                + "<ProjectReference Include=\"…/NeuralNet.Generators.csproj\" OutputItemType=\"Analyzer\" "
                + "ReferenceOutputAssembly=\"false\" />. SaveWeights saves the weights alone.");
    }

    private static NotSupportedException Error(IConfigurable value, string what, ParameterInfo[] parameters)
    {
        string type = value.GetType().Name, names = string.Join(", ", parameters.Select(parameter => $"'{parameter.Name}'"));
        return new NotSupportedException(
            $"The model cannot be saved: {what} is or has a {type}, whose constructor takes {names}, and {type} does not override "
                + "WriteTo, so the file would not hold the settings. "
            + $"Override it in {type}: protected override void WriteTo(Configuration configuration) {{ "
            + $"{string.Join(" ", parameters.Select(Write))} }}; or with an empty body if there is nothing to keep. "
            + $"Load then makes it again by new CustomObjects().Add(\"{value.ClassName}\", settings => new "
            + $"{type}({string.Join(", ", parameters.Select(Read))})). SaveWeights saves the weights alone.");
    }

    /// <summary>Returns the statement that writes a setting.</summary>
    private static string Write(ParameterInfo parameter)
    {
        string setter = parameter.ParameterType == typeof(Tensor) ? nameof(Configuration.SetTensor)
            : parameter.ParameterType == typeof(Shape) ? nameof(Configuration.SetShape)
            : parameter.ParameterType.IsAssignableTo(typeof(Layer)) ? nameof(LayerSetting.SetLayer)
            : nameof(Configuration.Set);
        return $"configuration.{setter}(\"{parameter.Name}\", {parameter.Name});";
    }

    /// <summary>
    /// Returns the expression that reads a setting of the type of the parameter; a comment for a type that settings cannot have.
    /// </summary>
    private static string Read(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        string? getter = type.IsEnum
            ? $"{nameof(Configuration.GetEnum)}<{type.Name}>"
            : Kinds.FirstOrDefault(kind => kind.IsAssignableFrom(type)) is { } kind
                ? $"{nameof(Configuration.Get)}<{kind.Name}>"
                : Getters.FirstOrDefault(pair => pair.Type.IsAssignableFrom(type)).Getter;
        return getter is null ? $"/* {parameter.Name} */" : $"settings.{getter}(\"{parameter.Name}\")";
    }
}
