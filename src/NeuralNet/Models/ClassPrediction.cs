using System.Globalization;

namespace NeuralNet;

/// <summary>The class that a model predicts for a row.</summary>
/// <param name="Index">The index of the class in the output of the model.</param>
/// <param name="Name">The name of the class: the element of <see cref="Model.Labels"/>, or the index if the model has no labels.</param>
/// <param name="Probability">The probability that the model gives the class, from 0 to 1.</param>
public readonly record struct ClassPrediction(int Index, string Name, float Probability)
{
    /// <summary>Returns the name and the probability: <c>setosa (98 %)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} ({100 * Probability:0} %)");
}
