namespace NeuralNet.Explainability;

/// <summary>The memory for passes that is kept from one explanation to the next; it holds no values.</summary>
internal sealed class RescaleMemory(Model model, Shape row)
{
    /// <summary>The graph that the passes go through.</summary>
    public LayerGraph Graph { get; } = model.Graph;

    /// <summary>The passes, of which each worker rents some.</summary>
    public BufferPool<Passes> Pool { get; } = new(() => new Passes(model, row));

    /// <summary>Passes of different sizes: two if the blocks are not all equal.</summary>
    public sealed class Passes(Model model, Shape row)
    {
        private readonly List<RescalePass> passes = [];

        public RescalePass Of(int count)
        {
            RescalePass? pass = passes.Find(pass => pass.Count == count);
            if (pass is null)
                passes.Add(pass = new RescalePass(model, row, count));
            return pass;
        }
    }
}
