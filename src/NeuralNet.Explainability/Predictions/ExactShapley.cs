using System.Numerics;

namespace NeuralNet.Explainability;

/// <summary>
/// Shapley values by their definition, over all 2ⁿ coalitions: φᵢ = Σ_S |S|!·(n − |S| − 1)!/n!·(v(S ∪ i) − v(S)), where v(S) is the mean
/// prediction for the background's rows with the features of S replaced by those of the row. The values sum to the prediction minus the
/// background's mean. Shapley, "A value for n-person games", 1953. For up to 15 features; <see cref="KernelShap"/> takes more.
/// </summary>
public sealed class ExactShapley : PredictionExplainer
{
    /// <summary>The maximum number of features: 2¹⁵ coalitions, each predicted for each row of the background.</summary>
    public const int MaxFeatures = 15;

    private readonly Tensor background;
    private readonly Features features;

    /// <summary>Creates the explainer.</summary>
    /// <param name="predict">The model: outputs for each row. May be called from several threads at once.</param>
    /// <param name="background">Some typical rows, 10 to 100, that the row is compared with.</param>
    /// <param name="features">Names and groups of the values of a row.</param>
    /// <exception cref="ArgumentException">
    /// The background has no rows or contains NaN, or the features do not fit or are more than 15.
    /// </exception>
    public ExactShapley(Func<Tensor, Tensor> predict, Tensor background, Features? features = null)
        : base("Shapley values", predict)
    {
        this.background = Function.Background(background);
        this.features = Features.For(this.background.Shape.WithoutBatch(), features, Function.Model);
        if (this.features.Count > MaxFeatures)
            throw new ArgumentException(
                $"ExactShapley takes up to {MaxFeatures} features, for it predicts all 2ⁿ coalitions; the background has "
                + $"{this.features.Count}. Use KernelShap, or group features that belong together.", nameof(features));
    }

    /// <summary>Creates the explainer of a model, whose labels and feature names are used.</summary>
    /// <param name="model">The model, of one input and one output.</param>
    /// <inheritdoc cref="ExactShapley(Func{Tensor, Tensor}, Tensor, Features?)"/>
    public ExactShapley(Model model, Tensor background, Features? features = null)
        : this(PredictionFunction.FunctionOf(model, "ExactShapley"), background, features)
    {
    }

    private protected override Shape RowShape => background.Shape.WithoutBatch();

    private protected override Attribution[] Explain(Tensor rows, float[] predictions, int output, Run run) =>
        ExplainEach(rows, predictions, run, (row, prediction, part) => Explain(row, prediction, output, part));

    private Attribution Explain(Tensor row, float prediction, int output, Run run)
    {
        var game = new CoalitionGame(Function, row, background, features);
        int players = game.Players;
        double[] worth = game.Values(1 << players, (coalition, members) => members[0] = (uint)coalition, output, run);
        double[] weights = Weights(players);
        double[] values = new double[players];
        for (int coalition = 0; coalition < worth.Length; coalition++)
        {
            for (int player = 0; player < players; player++)
            {
                int joined = coalition | (1 << player);
                if (joined != coalition)
                    values[player] += weights[BitOperations.PopCount((uint)coalition)] * (worth[joined] - worth[coalition]);
            }
        }

        return new Attribution(Method, output, row, features, game.Spread(values), prediction, worth[0]);
    }

    /// <summary>Computes s!·(n − s − 1)!/n! for coalitions of size s = 0 to n − 1.</summary>
    private static double[] Weights(int players)
    {
        double[] weights = new double[players];
        for (int size = 0; size < players; size++)
            weights[size] = size == 0 ? 1.0 / players : weights[size - 1] * size / (players - size);
        return weights;
    }
}
