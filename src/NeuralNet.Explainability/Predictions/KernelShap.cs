namespace NeuralNet.Explainability;

/// <summary>
/// Shapley values of any function, by the weighted least squares that they solve: every coalition is predicted if they are few (by default
/// up to 11 features), otherwise a sample by the Shapley kernel, in pairs of complements. The values sum exactly to the prediction minus
/// the background's mean. They have standard errors if at least twice as many pairs were drawn as there are features; fewer do not suffice
/// to estimate the errors. Lundberg and Lee, "A unified approach to interpreting model predictions", 2017; pairs as in Covert and Lee,
/// "Improving KernelSHAP", 2021.
/// </summary>
public sealed class KernelShap : PredictionExplainer
{
    /// <summary>The maximum number of features: the equations of their values are as many numbers as its square.</summary>
    public const int MaxFeatures = 16384;

    private readonly Tensor background;
    private readonly Features features;
    private readonly int samples;

    /// <summary>Creates the explainer.</summary>
    /// <param name="predict">The model: outputs for each row. May be called from several threads at once.</param>
    /// <param name="background">
    /// Some typical rows, 10 to 100, that the row is compared with. Each coalition is predicted once for each of them.
    /// </param>
    /// <param name="samples">
    /// The maximum number of coalitions; 2·features + max(2048, 16·features) by default, so that several are drawn for each value. If not
    /// all coalitions fit, at least four are drawn, even if they exceed the maximum.
    /// </param>
    /// <param name="features">Names and groups of the values of a row.</param>
    /// <exception cref="ArgumentException">
    /// The background has no rows or contains NaN, or the features do not fit or are more than <see cref="MaxFeatures"/>.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer samples than twice the features.</exception>
    public KernelShap(Func<Tensor, Tensor> predict, Tensor background, int? samples = null, Features? features = null)
        : base("KernelSHAP", predict)
    {
        this.background = Function.Background(background);
        this.features = Features.For(this.background.Shape.WithoutBatch(), features, Function.Model);
        if (this.features.Count > MaxFeatures)
        {
            throw new ArgumentException(
                $"KernelShap takes up to {MaxFeatures} features; the background has {this.features.Count}. Group features that belong "
                + "together, such as the pixels of a patch (Features.Patches).", nameof(features));
        }

        int minimum = 2 * this.features.Count;
        this.samples = samples ?? minimum + Math.Max(2048, 16 * this.features.Count);
        if (this.samples < minimum)
        {
            throw new ArgumentOutOfRangeException(
                nameof(samples), samples,
                $"{this.features.Count} features need at least {minimum} samples: each feature alone, and all but it.");
        }
    }

    /// <summary>Creates the explainer of a model, whose labels and feature names are used.</summary>
    /// <param name="model">The model, of one input and one output.</param>
    /// <inheritdoc cref="KernelShap(Func{Tensor, Tensor}, Tensor, int?, Features?)"/>
    public KernelShap(Model model, Tensor background, int? samples = null, Features? features = null)
        : this(PredictionFunction.FunctionOf(model, "KernelSHAP"), background, samples, features)
    {
    }

    private protected override Shape RowShape => background.Shape.WithoutBatch();

    private protected override Attribution[] Explain(Tensor rows, float[] predictions, int output, Run run) =>
        ExplainEach(rows, predictions, run, (row, prediction, part) => Explain(row, prediction, output, part));

    private Attribution Explain(Tensor row, float prediction, int output, Run run)
    {
        var game = new CoalitionGame(Function, row, background, features);
        double baseValue = Function.Predict(background.Clone(), output).Average(value => (double)value);
        (double[] values, double[]? errors) = game.Players switch
        {
            0 => ([], []),
            1 => ([prediction - baseValue], [0]),
            _ => Regress(game, baseValue, prediction, output, run),
        };
        return new Attribution(Method, output, row, features, game.Spread(values), prediction, baseValue)
        {
            StandardErrors = errors is null ? null : game.Spread(errors),
        };
    }

    private (double[] Values, double[]? StandardErrors) Regress(
        CoalitionGame game, double baseValue, double prediction, int output, Run run)
    {
        CoalitionSample sample = CoalitionSample.Draw(game.Players, samples, run.Stream(), run.CancellationToken);
        double[] worths = game.Values(sample.Count, sample.CopyMembers, output, run);
        return ShapleyRegression.Fit(sample, worths, baseValue, prediction, run.CancellationToken);
    }
}
