namespace NeuralNet;

/// <summary>Follows a backward pass.</summary>
internal interface IBackwardObserver
{
    /// <summary>The pass is through with a node, and so with all nodes behind it.</summary>
    void AfterNode(int node);
}
