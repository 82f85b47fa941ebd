namespace NeuralNet;

/// <summary>Inputs of a cross-validation that are rows of named values, which the encoders of each fold's model encode.</summary>
internal sealed class FoldNamedRows(Func<IRows, Tensor, Model> modelFactory, IRows rows) : IFoldInputs
{
    public (Model Model, IReadOnlyList<Tensor> Inputs) CreateModel(int[] trainRows, Tensor[] targets)
    {
        IRows train = rows.Gather(trainRows);
        Model model = modelFactory(train, targets[0])
            ?? throw new InvalidOperationException("The function 'modelFactory' returned null.");
        return (model, model.Encode(train));
    }

    public IReadOnlyList<Tensor> Encode(Model model, int[] testRows) => model.Encode(rows.Gather(testRows));
}
