using System.Text.RegularExpressions;

namespace NeuralNet;

/// <summary>
/// The parameters that an optimizer does not decay: those whose own name a pattern is found in, and some that are given themselves, or by
/// their whole names where a file named them (Keras: optimizers/base_optimizer.py, <c>exclude_from_weight_decay</c>).
/// </summary>
internal sealed class WeightDecayExclusion
{
    /// <summary>Names are short; a pattern that takes longer has gone astray.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly string[] patterns, wholeNames;
    private readonly Parameter[] parameters;
    private readonly Regex? pattern;

    private WeightDecayExclusion(string[] patterns, Parameter[] parameters, string[] wholeNames)
    {
        (this.patterns, this.parameters, this.wholeNames) = (patterns, parameters, wholeNames);
        if (patterns.Length > 0)
            pattern = new Regex(string.Join('|', patterns), RegexOptions.CultureInvariant, Timeout);
    }

    public static WeightDecayExclusion None { get; } = new([], [], []);

    public IReadOnlyList<string> Patterns => patterns;

    public IReadOnlyList<Parameter> Parameters => parameters;

    /// <exception cref="ArgumentException">A pattern is empty or no regular expression.</exception>
    public WeightDecayExclusion WithPatterns(IReadOnlyList<string> given, string name)
    {
        foreach (string one in Require.NoNulls(given, name))
            Check(one, name);
        return new WeightDecayExclusion([.. given], parameters, wholeNames);
    }

    public WeightDecayExclusion WithParameters(IReadOnlyList<Parameter> given, string name) =>
        new(patterns, [.. Require.NoNulls(given, name)], []);

    public bool Contains(Parameter parameter) =>
        parameters.Contains(parameter) || wholeNames.Contains(parameter.Name) || pattern?.IsMatch(parameter.ShortName) == true;

    public static WeightDecayExclusion Read(Configuration configuration)
    {
        WeightDecayExclusion byParameter = new([], [], configuration.GetStrings("exclude_parameters_from_weight_decay") ?? []);
        return byParameter.WithPatterns(
            configuration.GetStrings("exclude_from_weight_decay") ?? [], nameof(Optimizer.ExcludeFromWeightDecay));
    }

    public void WriteTo(Configuration configuration)
    {
        if (patterns.Length > 0)
            configuration.Set("exclude_from_weight_decay", patterns);
        if (parameters.Length + wholeNames.Length > 0)
            configuration.Set("exclude_parameters_from_weight_decay", [.. parameters.Select(parameter => parameter.Name), .. wholeNames]);
    }

    /// <summary>An empty pattern is found in every name, which nobody means.</summary>
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
