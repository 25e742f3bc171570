"""The floor that others are measured against: a title, a button and one small Plotly bar chart."""

import plotly.graph_objects as go
import streamlit as st

st.title("Hello")
if st.button("again"):
    st.session_state["pressed"] = st.session_state.get("pressed", 0) + 1
pressed = st.session_state.get("pressed", 0)
st.plotly_chart(go.Figure(go.Bar(x=["a", "b", "c"], y=[1, 2, 3 + pressed])), key="bars")
st.markdown(f"pressed {pressed} times")
