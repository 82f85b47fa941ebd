namespace NeuralNet;

/// <summary>The inputs of a cross-validation, of which each fold takes some rows.</summary>
internal interface IFoldInputs
{
    /// <summary>Creates the model of a fold and returns it with the inputs of the training rows.</summary>
    /// <exception cref="InvalidOperationException">The caller's function returned no model, or one that cannot take the rows.</exception>
    (Model Model, IReadOnlyList<Tensor> Inputs) CreateModel(int[] trainRows, Tensor[] targets);

    /// <summary>Returns the inputs of rows for the model of a fold.</summary>
    IReadOnlyList<Tensor> Encode(Model model, int[] rows);
}
