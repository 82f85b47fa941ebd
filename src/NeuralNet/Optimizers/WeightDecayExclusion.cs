using System.Text.RegularExpressions;

namespace NeuralNet;

/// <summary>
/// The parameters that an optimizer does not decay: those whose name matches a pattern, or whose path matches a pattern with a slash, and
/// those that are given as objects or, by a file, as paths (Keras: optimizers/base_optimizer.py, <c>exclude_from_weight_decay</c>).
/// </summary>
internal sealed class WeightDecayExclusion
{
    /// <summary>The time limit of a match. Names are short; a pattern that takes longer backtracks without end.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly string[] patterns, paths;
    private readonly Parameter[] parameters;
    private readonly Regex? namePattern, pathPattern;

    private WeightDecayExclusion(string[] patterns, Parameter[] parameters, string[] paths)
    {
        (this.patterns, this.parameters, this.paths) = (patterns, parameters, paths);
        namePattern = AnyOf(patterns.Where(pattern => !IsOfPath(pattern)));
        pathPattern = AnyOf(patterns.Where(IsOfPath));
    }

    public static WeightDecayExclusion None { get; } = new([], [], []);

    public IReadOnlyList<string> Patterns => patterns;

    public IReadOnlyList<Parameter> Parameters => parameters;

    /// <exception cref="ArgumentException">A pattern is empty or not a regular expression.</exception>
    public WeightDecayExclusion WithPatterns(IReadOnlyList<string> given, string name)
    {
        foreach (string one in Require.NoNulls(given, name))
            Check(one, name);
        return new WeightDecayExclusion([.. given], parameters, paths);
    }

    public WeightDecayExclusion WithParameters(IReadOnlyList<Parameter> given, string name) =>
        new(patterns, [.. Require.NoNulls(given, name)], []);

    /// <summary>Returns whether a parameter is excluded.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="path">The path of the parameter within the model that is trained.</param>
    public bool Contains(Parameter parameter, string path) => parameters.Contains(parameter) || paths.Contains(path)
        || namePattern?.IsMatch(parameter.ShortName) == true || pathPattern?.IsMatch(path) == true;

    /// <summary>Returns the patterns and the names of parameters that exclude no parameter of a model.</summary>
    public IEnumerable<string> Unmatched(IReadOnlyList<Parameter> ofModel, Func<Parameter, string> pathOf) =>
    [
        .. patterns.Where(pattern => !ofModel.Any(parameter =>
            new WeightDecayExclusion([pattern], [], []).Contains(parameter, pathOf(parameter)))),
        .. parameters.Except(ofModel).Select(parameter => parameter.Name),
        .. paths.Except(ofModel.Select(pathOf)),
    ];

    public static WeightDecayExclusion Read(Configuration configuration)
    {
        WeightDecayExclusion byParameter = new([], [], configuration.GetStrings("exclude_parameters_from_weight_decay") ?? []);
        return byParameter.WithPatterns(
            configuration.GetStrings("exclude_from_weight_decay") ?? [], nameof(Optimizer.ExcludeFromWeightDecay));
    }

    /// <summary>Writes the patterns and the paths of the parameters.</summary>
    public void WriteTo(Configuration configuration, Func<Parameter, string> pathOf)
    {
        if (patterns.Length > 0)
            configuration.Set("exclude_from_weight_decay", patterns);
        if (parameters.Length + paths.Length > 0)
            configuration.Set("exclude_parameters_from_weight_decay", [.. parameters.Select(pathOf), .. paths]);
    }

    /// <summary>Returns whether a pattern has a slash and so applies to paths: the name of a parameter within its layer has none.</summary>
    private static bool IsOfPath(string pattern) => pattern.Contains('/', StringComparison.Ordinal);

    private static Regex? AnyOf(IEnumerable<string> patterns) => string.Join('|', patterns) is { Length: > 0 } joined
        ? new Regex(joined, RegexOptions.CultureInvariant, Timeout)
        : null;

    /// <summary>Validates a pattern. An empty pattern would match every name.</summary>
    private static void Check(string pattern, string name)
    {
        try
        {
            if (pattern.Length > 0)
            {
                _ = new Regex(pattern, RegexOptions.CultureInvariant, Timeout);
                return;
            }
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException($"'{pattern}' of {name} is not a regular expression: {exception.Message}", name, exception);
        }

        throw new ArgumentException($"{name} has an empty name, which every parameter's name contains. Leave it out.", name);
    }
}
